// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SealId} from "./ISealRegistry.sol";

/// @dev Leaf of a sealing record in a batch's Merkle tree.
type Leaf is bytes32;

/// @title What was sealed
/// @notice Anchors by seal and root, revocations by seal and leaf, so that nobody can take another's place. Anyone may
/// relay; only the seal's key can state. Nothing recorded ever changes or disappears, but for a revocation that has become
/// void, which a valid one replaces. Exact bytes of every statement: docs/formats.md.
interface IDocumentLedger {
    enum RevocationReason {
        /// Not revoked.
        None,
        IssuedInError,
        Superseded,
        ContentChanged,
        Withdrawn,
        Fraud
    }

    /// @dev A batch's statement on its way into the ledger. `signature` is over the anchor statement with the seal's
    /// current epoch.
    struct Anchoring {
        SealId sealId;
        bytes32 root;
        uint64 leafCount;
        bytes signature;
    }

    /// @dev The fact that a root was stated under a seal. `epoch` is 0 where there is none. `leafCount` is the agency's
    /// declaration; it bounds the length of a path.
    struct Anchor {
        uint64 epoch;
        uint64 anchoredAt;
        uint64 blockNumber;
        uint64 leafCount;
    }

    /// @dev Withdraws the document whose `leaf` stands under `root`, as `proof` shows. `replacement` is the leaf of the
    /// document that takes its place, or zero.
    struct Withdrawal {
        SealId sealId;
        bytes32 root;
        Leaf leaf;
        bytes32[] proof;
        RevocationReason reason;
        Leaf replacement;
    }

    /// @dev `signingSealId` and `epoch` name the key that stated it; both are zero where the supervisor did. `isVoid` says
    /// that this key was declared compromised since before: the document then is not revoked.
    struct Revocation {
        RevocationReason reason;
        uint64 revokedAt;
        uint64 epoch;
        SealId signingSealId;
        Leaf replacement;
        bool isVoid;
    }

    event Anchored(SealId indexed sealId, bytes32 indexed root, uint64 epoch, uint64 leafCount);
    /// @dev `selector` is that of the custom error with which {anchor} refused; zero where it ran out of gas.
    event AnchoringRefused(SealId indexed sealId, bytes32 indexed root, bytes4 selector);
    event DocumentRevoked(SealId indexed sealId, Leaf indexed leaf, RevocationReason reason, Leaf replacement);

    error EmptyRoot(SealId sealId);
    error EmptyBatch(SealId sealId, bytes32 root);
    /// @dev The anchor stands with another number of leaves.
    error LeafCountMismatch(SealId sealId, bytes32 root, uint64 anchored, uint64 stated);
    /// @dev The signature is not the key's over `statement`, which this contract computed for the seal's `epoch`.
    error InvalidStatement(SealId sealId, uint64 epoch, bytes32 statement);
    error NotProven(SealId sealId, bytes32 root, Leaf leaf);
    error ReasonMissing(SealId sealId, Leaf leaf);
    /// @dev Only a seal of the agency that sealed the document may revoke it.
    error ForeignSeal(SealId sealId, SealId signingSealId);

    /// @notice Records that the seal's key stated `root` over `leafCount` leaves. Repeating it is no error and no second
    /// record. Reverts as {ISealRegistry-signingKeyOf} does.
    function anchor(SealId sealId, bytes32 root, uint64 leafCount, bytes calldata signature) external;

    /// @notice Like {anchor}, many at once: what fails is skipped and reported by {AnchoringRefused}.
    function anchorMany(Anchoring[] calldata anchorings) external;

    /// @notice Withdraws a document by a live key of the agency that sealed it. Anyone may relay it. Repeating it is no
    /// error and no second record.
    /// @param signingSealId The seal whose key signed the revocation statement; usually the document's own.
    function revokeDocument(Withdrawal calldata withdrawal, SealId signingSealId, bytes calldata signature) external;

    /// @notice Withdraws a document on the supervisor's word alone.
    function revokeDocumentBySupervisor(Withdrawal calldata withdrawal) external;

    /// @notice The anchor of `root` under the seal; `epoch` is 0 where there is none.
    function anchorOf(SealId sealId, bytes32 root) external view returns (Anchor memory);

    /// @notice Whether `leaf` stands under the anchored `root`. A path longer than ⌈log₂ leafCount⌉ proves nothing.
    function prove(SealId sealId, bytes32 root, Leaf leaf, bytes32[] calldata proof) external view returns (bool);

    /// @notice The revocation of a document; `reason` is None where there is none.
    function revocationOf(SealId sealId, Leaf leaf) external view returns (Revocation memory);
}
