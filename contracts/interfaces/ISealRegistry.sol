// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev keccak256 of an agency's registration code (UTF-8).
type AgencyId is bytes32;

/// @dev keccak256 of the physical seal's code (UTF-8): one physical seal, one e-seal.
type SealId is bytes32;

/// @title Who may seal
/// @notice Agencies, their seals, and each seal's whole history of keys and status. All times are block times, Unix seconds.
///
/// A seal's *epoch* counts from 1 and rises at every change of key or status. What a key states for the chain names the
/// epoch, so that a statement is worthless after the next change, and whoever reads it later finds the key by epoch,
/// never by time.
///
/// A key is 64 bytes x ‖ y for P-256, or an RSA modulus of 256 to 512 bytes without leading zero (e = 65537). The two
/// verifiers are fixed at construction. Exact bytes of every statement: docs/formats.md.
interface ISealRegistry {
    enum SealKind {
        Official,
        Finance,
        Contract,
        Invoice,
        Approval
    }

    enum SealStatus {
        /// No such seal.
        None,
        Active,
        Suspended,
        /// Withdrawn; final.
        Revoked,
        /// No longer used, everything sealed stands; final.
        Retired
    }

    struct Agency {
        string code;
        string name;
        uint48 enrolledAt;
    }

    /// @dev What a registrar says about a seal when it is issued. `validFrom` and `validUntil` are both inclusive.
    struct SealTerms {
        AgencyId agencyId;
        SealKind kind;
        string physicalCode;
        /// SHA-256 of the registered mark's content stream.
        bytes32 markDigest;
        uint48 validFrom;
        uint48 validUntil;
    }

    /// @dev A key on its way into the registry.
    struct NewKey {
        bytes key;
        /// SHA-256 of the certificate's DER.
        bytes32 certificateDigest;
        /// The new key's own signature over the enrolment or rotation statement.
        bytes possession;
    }

    /// @dev One key of a seal. `compromisedSince` is 0 while nobody declared it compromised.
    struct KeyVersion {
        address verifier;
        uint48 enrolledAt;
        uint48 compromisedSince;
        bytes32 certificateDigest;
        bytes key;
    }

    /// @dev What holds from one change of key or status to the next.
    struct Epoch {
        SealStatus status;
        uint32 keyVersion;
        uint48 since;
    }

    /// @dev A seal with its whole history: `epochs[i]` is epoch i + 1, `keys[i]` is key version i + 1.
    struct Seal {
        AgencyId agencyId;
        Agency agency;
        SealKind kind;
        string physicalCode;
        bytes32 markDigest;
        uint48 validFrom;
        uint48 validUntil;
        Epoch[] epochs;
        KeyVersion[] keys;
    }

    event AgencyEnrolled(AgencyId indexed agencyId, string code, string name);
    event SealIssued(SealId indexed sealId, AgencyId indexed agencyId, SealKind kind, string physicalCode);
    event KeyEnrolled(SealId indexed sealId, uint32 keyVersion, bytes32 keyDigest, bytes32 certificateDigest);
    event EpochBegun(SealId indexed sealId, uint64 epoch, SealStatus status, uint32 keyVersion);
    event KeyCompromiseDeclared(SealId indexed sealId, uint32 keyVersion, uint48 since);

    error EmptyAgencyCode();
    error EmptyAgencyName(string code);
    error AgencyAlreadyEnrolled(AgencyId agencyId);
    error UnknownAgency(AgencyId agencyId);

    error EmptyPhysicalCode();
    error EmptyMarkDigest(SealId sealId);
    error InvalidValidity(uint48 validFrom, uint48 validUntil, uint48 time);
    error SealAlreadyIssued(SealId sealId);
    /// @dev Revoke or retire `liveSealId` first.
    error OfficialSealExists(AgencyId agencyId, SealId liveSealId);
    error UnknownSeal(SealId sealId);
    /// @dev `status` is the seal's current one, under which the call is not allowed.
    error WrongSealStatus(SealId sealId, SealStatus status);
    error SealNotValid(SealId sealId, uint48 validFrom, uint48 validUntil, uint48 time);

    error EmptyCertificateDigest(SealId sealId);
    error InvalidKeyLength(uint256 length);
    /// @dev `keyDigest` is SHA-256 of the key.
    error KeyAlreadyEnrolled(bytes32 keyDigest);
    error UnknownKeyVersion(SealId sealId, uint32 keyVersion);
    error KeyCompromised(SealId sealId, uint32 keyVersion, uint48 since);
    /// @dev Allowed is `earliest` to `latest`, both inclusive.
    error InvalidCompromiseTime(uint48 since, uint48 earliest, uint48 latest);
    /// @dev The signature is not the key's over `statement`, which this contract computed for the seal's `epoch`.
    error InvalidStatement(SealId sealId, uint64 epoch, bytes32 statement);

    /// @notice Enrols a legal person. For the registrar.
    function enrolAgency(string calldata code, string calldata name) external returns (AgencyId agencyId);

    /// @notice Issues a seal with its first key, active from epoch 1. For the registrar; an agency has at most one live
    /// (active or suspended) official seal.
    function issueSeal(SealTerms calldata terms, NewKey calldata newKey) external returns (SealId sealId);

    /// @notice Puts a new key in place of the current one. Anyone may relay it: both keys sign the same statement.
    /// Refused unless the seal is active and the old key not compromised.
    /// @param authorisation The old key's signature over the rotation statement.
    function rotateKey(SealId sealId, NewKey calldata newKey, bytes calldata authorisation) external;

    /// @notice Puts a new key in place of one that is lost or compromised. For the registrar, after the delay that the
    /// access manager keeps, within which the supervisor can cancel it. The status stays as it is.
    function replaceKey(SealId sealId, NewKey calldata newKey) external;

    /// @notice Stops an active seal until it is reinstated. For the registrar and the supervisor.
    function suspendSeal(SealId sealId) external;

    /// @notice Lets a suspended seal be used again; refused while its key is compromised. For the registrar.
    function reinstateSeal(SealId sealId) external;

    /// @notice Withdraws a live seal for good. For the registrar.
    function revokeSeal(SealId sealId) external;

    /// @notice Ends a live seal for good, leaving what it sealed in force. For the registrar.
    function retireSeal(SealId sealId) external;

    /// @notice Declares that a key may have been in other hands from `since` on; every use from then on is void. For the
    /// supervisor, who may later move it to an earlier time only. An active seal whose current key it is gets suspended.
    /// @param since Between the key's enrolment and now.
    function declareCompromise(SealId sealId, uint32 keyVersion, uint48 since) external;

    /// @notice The key that may state something for the chain now. Reverts unless the seal is active, within its validity
    /// and its key not compromised.
    function signingKeyOf(SealId sealId) external view returns (uint64 epoch, address verifier, bytes memory key);

    /// @notice When the key of that epoch was declared compromised; 0 if it was not.
    function compromisedSince(SealId sealId, uint64 epoch) external view returns (uint48);

    /// @notice The epoch that held at `time`: the last one begun at or before it; 0 if there was none.
    function epochAt(SealId sealId, uint48 time) external view returns (uint64 epoch);

    /// @notice The agency that holds the seal; zero for an unknown seal.
    function agencyIdOf(SealId sealId) external view returns (AgencyId);

    /// @notice The agency; `enrolledAt` is 0 for an unknown one.
    function agencyOf(AgencyId agencyId) external view returns (Agency memory);

    /// @notice The seal with its whole history; `epochs` is empty for an unknown one.
    function sealOf(SealId sealId) external view returns (Seal memory);

    /// @notice Agencies in the order of their enrolment: at most `count` from the index `start` on.
    function agencyIds(uint256 start, uint256 count) external view returns (AgencyId[] memory);

    /// @notice An agency's seals in the order of their issue: at most `count` from the index `start` on.
    function sealIdsOf(AgencyId agencyId, uint256 start, uint256 count) external view returns (SealId[] memory);
}
