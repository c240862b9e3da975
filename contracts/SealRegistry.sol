// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {AgencyId, ISealRegistry, SealId} from "./interfaces/ISealRegistry.sol";

/// @title Who may seal
/// @dev The interface documents every function. Immutable: a successor is named in the verifiers' trust lists.
/// Invariant: the current key of an active seal is not compromised, for declaring it suspends the seal and nothing makes
/// that seal active again before the key is replaced.
contract SealRegistry is ISealRegistry, AccessManaged {
    /// @dev What every anchoring reads shares one slot: validity, and the current epoch with its status and key version.
    struct SealRecord {
        AgencyId agencyId;
        bytes32 markDigest;
        uint48 validFrom;
        uint48 validUntil;
        SealKind kind;
        uint64 epoch;
        SealStatus status;
        uint32 keyVersion;
        string physicalCode;
        mapping(uint64 epoch => Epoch) epochs;
        mapping(uint32 keyVersion => KeyRecord) keys;
    }

    /// @dev A key's verifier follows from its length and needs no storage.
    struct KeyRecord {
        uint48 enrolledAt;
        uint48 compromisedSince;
        bytes32 certificateDigest;
        bytes key;
    }

    address private immutable _P256_VERIFIER;
    address private immutable _RSA_VERIFIER;

    AgencyId[] private _agencyIds;
    mapping(AgencyId agencyId => Agency) private _agencies;
    mapping(AgencyId agencyId => SealId[]) private _sealIds;
    mapping(AgencyId agencyId => SealId) private _liveOfficialSeal;
    mapping(SealId sealId => SealRecord) private _seals;
    /// @dev By SHA-256 of the key. Never cleared: a key serves one seal, once.
    mapping(bytes32 keyDigest => bool) private _enrolledKeys;

    constructor(address authority, address p256Verifier, address rsaVerifier) AccessManaged(authority) {
        _P256_VERIFIER = p256Verifier;
        _RSA_VERIFIER = rsaVerifier;
    }

    /// @inheritdoc ISealRegistry
    function enrolAgency(string calldata code, string calldata name) external restricted returns (AgencyId agencyId) {
        if (bytes(code).length == 0) revert EmptyAgencyCode();
        if (bytes(name).length == 0) revert EmptyAgencyName(code);
        agencyId = AgencyId.wrap(keccak256(bytes(code)));
        if (_agencies[agencyId].enrolledAt != 0) revert AgencyAlreadyEnrolled(agencyId);

        _agencies[agencyId] = Agency({code: code, name: name, enrolledAt: _now()});
        _agencyIds.push(agencyId);
        emit AgencyEnrolled(agencyId, code, name);
    }

    /// @inheritdoc ISealRegistry
    function issueSeal(SealTerms calldata terms, NewKey calldata newKey) external restricted returns (SealId sealId) {
        sealId = SealId.wrap(keccak256(bytes(terms.physicalCode)));
        SealRecord storage seal = _seals[sealId];
        _requireIssuable(sealId, seal, terms);

        seal.agencyId = terms.agencyId;
        seal.markDigest = terms.markDigest;
        seal.validFrom = terms.validFrom;
        seal.validUntil = terms.validUntil;
        seal.kind = terms.kind;
        seal.physicalCode = terms.physicalCode;
        _sealIds[terms.agencyId].push(sealId);
        if (terms.kind == SealKind.Official) _liveOfficialSeal[terms.agencyId] = sealId;
        emit SealIssued(sealId, terms.agencyId, terms.kind, terms.physicalCode);

        _enrolKey(sealId, 1, newKey, _enrolmentStatement(sealId, terms, newKey));
        _beginEpoch(sealId, SealStatus.Active, 1);
    }

    /// @inheritdoc ISealRegistry
    function rotateKey(SealId sealId, NewKey calldata newKey, bytes calldata authorisation) external {
        SealRecord storage seal = _requireStatus(sealId, SealStatus.Active);
        bytes32 statement = _rotationStatement(sealId, newKey);
        _requireSigned(sealId, seal.keys[seal.keyVersion].key, statement, authorisation);
        _enrolKey(sealId, seal.keyVersion + 1, newKey, statement);
        _beginEpoch(sealId, SealStatus.Active, seal.keyVersion + 1);
    }

    /// @inheritdoc ISealRegistry
    function replaceKey(SealId sealId, NewKey calldata newKey) external restricted {
        SealRecord storage seal = _requireLive(sealId);
        _enrolKey(sealId, seal.keyVersion + 1, newKey, _rotationStatement(sealId, newKey));
        _beginEpoch(sealId, seal.status, seal.keyVersion + 1);
    }

    /// @inheritdoc ISealRegistry
    function suspendSeal(SealId sealId) external restricted {
        SealRecord storage seal = _requireStatus(sealId, SealStatus.Active);
        _beginEpoch(sealId, SealStatus.Suspended, seal.keyVersion);
    }

    /// @inheritdoc ISealRegistry
    function reinstateSeal(SealId sealId) external restricted {
        SealRecord storage seal = _requireStatus(sealId, SealStatus.Suspended);
        uint48 since = seal.keys[seal.keyVersion].compromisedSince;
        if (since != 0) revert KeyCompromised(sealId, seal.keyVersion, since);
        _beginEpoch(sealId, SealStatus.Active, seal.keyVersion);
    }

    /// @inheritdoc ISealRegistry
    function revokeSeal(SealId sealId) external restricted {
        _end(sealId, SealStatus.Revoked);
    }

    /// @inheritdoc ISealRegistry
    function retireSeal(SealId sealId) external restricted {
        _end(sealId, SealStatus.Retired);
    }

    /// @inheritdoc ISealRegistry
    function declareCompromise(SealId sealId, uint32 keyVersion, uint48 since) external restricted {
        SealRecord storage seal = _seals[sealId];
        KeyRecord storage key = seal.keys[keyVersion];
        uint48 earliest = key.enrolledAt;
        if (earliest == 0) revert UnknownKeyVersion(sealId, keyVersion);
        uint48 latest = key.compromisedSince == 0 ? _now() : key.compromisedSince - 1;
        if (since < earliest || since > latest) revert InvalidCompromiseTime(since, earliest, latest);

        key.compromisedSince = since;
        emit KeyCompromiseDeclared(sealId, keyVersion, since);

        if (seal.status == SealStatus.Active && seal.keyVersion == keyVersion) {
            _beginEpoch(sealId, SealStatus.Suspended, keyVersion);
        }
    }

    /// @inheritdoc ISealRegistry
    function signingKeyOf(SealId sealId) external view returns (uint64 epoch, address verifier, bytes memory key) {
        SealRecord storage seal = _requireStatus(sealId, SealStatus.Active);
        (uint48 validFrom, uint48 validUntil) = (seal.validFrom, seal.validUntil);
        if (_now() < validFrom || _now() > validUntil) revert SealNotValid(sealId, validFrom, validUntil, _now());

        key = seal.keys[seal.keyVersion].key;
        return (seal.epoch, _verifierFor(key.length), key);
    }

    /// @inheritdoc ISealRegistry
    function compromisedSince(SealId sealId, uint64 epoch) external view returns (uint48) {
        SealRecord storage seal = _seals[sealId];
        return seal.keys[seal.epochs[epoch].keyVersion].compromisedSince;
    }

    /// @inheritdoc ISealRegistry
    function epochAt(SealId sealId, uint48 time) external view returns (uint64 epoch) {
        SealRecord storage seal = _seals[sealId];
        uint256 later = seal.epoch + 1;
        // Epochs up to `epoch` began at or before `time`, those from `later` on began after it.
        while (later - epoch > 1) {
            uint64 middle = uint64(Math.average(epoch, later));
            if (seal.epochs[middle].since <= time) epoch = middle;
            else later = middle;
        }
    }

    /// @inheritdoc ISealRegistry
    function agencyIdOf(SealId sealId) external view returns (AgencyId) {
        return _seals[sealId].agencyId;
    }

    /// @inheritdoc ISealRegistry
    function agencyOf(AgencyId agencyId) external view returns (Agency memory) {
        return _agencies[agencyId];
    }

    /// @inheritdoc ISealRegistry
    function sealOf(SealId sealId) external view returns (Seal memory) {
        SealRecord storage seal = _seals[sealId];
        Epoch[] memory epochs = new Epoch[](seal.epoch);
        for (uint64 i = 0; i < epochs.length; ++i) epochs[i] = seal.epochs[i + 1];
        KeyVersion[] memory keys = new KeyVersion[](seal.keyVersion);
        for (uint32 i = 0; i < keys.length; ++i) keys[i] = _keyVersion(seal.keys[i + 1]);
        return
            Seal({
                agencyId: seal.agencyId,
                agency: _agencies[seal.agencyId],
                kind: seal.kind,
                physicalCode: seal.physicalCode,
                markDigest: seal.markDigest,
                validFrom: seal.validFrom,
                validUntil: seal.validUntil,
                epochs: epochs,
                keys: keys
            });
    }

    /// @inheritdoc ISealRegistry
    function agencyIds(uint256 start, uint256 count) external view returns (AgencyId[] memory page) {
        page = new AgencyId[](_pageLength(_agencyIds.length, start, count));
        for (uint256 i = 0; i < page.length; ++i) page[i] = _agencyIds[start + i];
    }

    /// @inheritdoc ISealRegistry
    function sealIdsOf(AgencyId agencyId, uint256 start, uint256 count) external view returns (SealId[] memory page) {
        SealId[] storage all = _sealIds[agencyId];
        page = new SealId[](_pageLength(all.length, start, count));
        for (uint256 i = 0; i < page.length; ++i) page[i] = all[start + i];
    }

    function _requireIssuable(SealId sealId, SealRecord storage seal, SealTerms calldata terms) private view {
        if (_agencies[terms.agencyId].enrolledAt == 0) revert UnknownAgency(terms.agencyId);
        if (bytes(terms.physicalCode).length == 0) revert EmptyPhysicalCode();
        if (terms.markDigest == 0) revert EmptyMarkDigest(sealId);
        if (terms.validFrom > terms.validUntil || terms.validUntil < _now()) {
            revert InvalidValidity(terms.validFrom, terms.validUntil, _now());
        }
        if (seal.epoch != 0) revert SealAlreadyIssued(sealId);
        SealId live = _liveOfficialSeal[terms.agencyId];
        if (terms.kind == SealKind.Official && SealId.unwrap(live) != 0) {
            revert OfficialSealExists(terms.agencyId, live);
        }
    }

    function _enrolKey(SealId sealId, uint32 keyVersion, NewKey calldata newKey, bytes32 statement) private {
        if (newKey.certificateDigest == 0) revert EmptyCertificateDigest(sealId);
        bytes32 keyDigest = sha256(newKey.key);
        if (_enrolledKeys[keyDigest]) revert KeyAlreadyEnrolled(keyDigest);
        _requireSigned(sealId, newKey.key, statement, newKey.possession);

        _enrolledKeys[keyDigest] = true;
        _seals[sealId].keys[keyVersion] = KeyRecord({
            enrolledAt: _now(),
            compromisedSince: 0,
            certificateDigest: newKey.certificateDigest,
            key: newKey.key
        });
        emit KeyEnrolled(sealId, keyVersion, keyDigest, newKey.certificateDigest);
    }

    function _beginEpoch(SealId sealId, SealStatus status, uint32 keyVersion) private {
        SealRecord storage seal = _seals[sealId];
        uint64 epoch = ++seal.epoch;
        seal.status = status;
        seal.keyVersion = keyVersion;
        seal.epochs[epoch] = Epoch({status: status, keyVersion: keyVersion, since: _now()});
        emit EpochBegun(sealId, epoch, status, keyVersion);
    }

    function _end(SealId sealId, SealStatus status) private {
        SealRecord storage seal = _requireLive(sealId);
        if (seal.kind == SealKind.Official) _liveOfficialSeal[seal.agencyId] = SealId.wrap(0);
        _beginEpoch(sealId, status, seal.keyVersion);
    }

    function _requireStatus(SealId sealId, SealStatus required) private view returns (SealRecord storage seal) {
        seal = _seals[sealId];
        if (seal.status != required) _refuseStatus(sealId, seal.status);
    }

    function _requireLive(SealId sealId) private view returns (SealRecord storage seal) {
        seal = _seals[sealId];
        bool live = seal.status == SealStatus.Active || seal.status == SealStatus.Suspended;
        if (!live) _refuseStatus(sealId, seal.status);
    }

    function _refuseStatus(SealId sealId, SealStatus status) private pure {
        if (status == SealStatus.None) revert UnknownSeal(sealId);
        revert WrongSealStatus(sealId, status);
    }

    function _requireSigned(SealId sealId, bytes memory key, bytes32 statement, bytes calldata signature) private view {
        IERC7913SignatureVerifier verifier = IERC7913SignatureVerifier(_verifierFor(key.length));
        if (verifier.verify(key, statement, signature) != IERC7913SignatureVerifier.verify.selector) {
            revert InvalidStatement(sealId, _seals[sealId].epoch, statement);
        }
    }

    function _keyVersion(KeyRecord storage record) private view returns (KeyVersion memory) {
        return
            KeyVersion({
                verifier: _verifierFor(record.key.length),
                enrolledAt: record.enrolledAt,
                compromisedSince: record.compromisedSince,
                certificateDigest: record.certificateDigest,
                key: record.key
            });
    }

    function _verifierFor(uint256 keyLength) private view returns (address) {
        if (keyLength == 64) return _P256_VERIFIER;
        if (keyLength >= 256 && keyLength <= 512) return _RSA_VERIFIER;
        revert InvalidKeyLength(keyLength);
    }

    function _enrolmentStatement(
        SealId sealId,
        SealTerms calldata terms,
        NewKey calldata newKey
    ) private view returns (bytes32) {
        return
            sha256(
                abi.encodePacked(
                    "Vermilion enrolment v1\n",
                    block.chainid,
                    address(this),
                    terms.agencyId,
                    sealId,
                    sha256(newKey.key),
                    newKey.certificateDigest,
                    terms.markDigest,
                    terms.kind,
                    uint64(terms.validFrom),
                    uint64(terms.validUntil)
                )
            );
    }

    function _rotationStatement(SealId sealId, NewKey calldata newKey) private view returns (bytes32) {
        return
            sha256(
                abi.encodePacked(
                    "Vermilion rotation v1\n",
                    block.chainid,
                    address(this),
                    sealId,
                    _seals[sealId].epoch,
                    sha256(newKey.key),
                    newKey.certificateDigest
                )
            );
    }

    /// @dev How many of `length` items a page of at most `count` holds that begins at `start`.
    function _pageLength(uint256 length, uint256 start, uint256 count) private pure returns (uint256) {
        return start < length ? Math.min(count, length - start) : 0;
    }

    function _now() private view returns (uint48) {
        return uint48(block.timestamp);
    }
}
