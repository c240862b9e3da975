// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IDocumentLedger, Leaf} from "./interfaces/IDocumentLedger.sol";
import {AgencyId, ISealRegistry, SealId} from "./interfaces/ISealRegistry.sol";

/// @title What was sealed
/// @dev The interface documents every function. It reads the registry, never the other way. Immutable.
contract DocumentLedger is IDocumentLedger, AccessManaged {
    struct RevocationRecord {
        RevocationReason reason;
        uint64 revokedAt;
        uint64 epoch;
        SealId signingSealId;
        Leaf replacement;
    }

    ISealRegistry private immutable _REGISTRY;

    mapping(SealId sealId => mapping(bytes32 root => Anchor)) private _anchors;
    mapping(SealId sealId => mapping(Leaf leaf => RevocationRecord)) private _revocations;

    constructor(address authority, ISealRegistry registry) AccessManaged(authority) {
        _REGISTRY = registry;
    }

    /// @inheritdoc IDocumentLedger
    function anchor(SealId sealId, bytes32 root, uint64 leafCount, bytes calldata signature) external {
        if (root == 0) revert EmptyRoot(sealId);
        if (leafCount == 0) revert EmptyBatch(sealId, root);
        uint64 anchored = _anchors[sealId][root].leafCount;
        if (anchored == leafCount) return;
        if (anchored != 0) revert LeafCountMismatch(sealId, root, anchored, leafCount);

        (uint64 epoch, address verifier, bytes memory key) = _REGISTRY.signingKeyOf(sealId);
        bytes32 statement = sha256(
            abi.encodePacked("Vermilion anchor v1\n", block.chainid, address(this), sealId, epoch, root, leafCount)
        );
        _requireSigned(sealId, epoch, verifier, key, statement, signature);

        _anchors[sealId][root] = Anchor({
            epoch: epoch,
            anchoredAt: uint64(block.timestamp),
            blockNumber: uint64(block.number),
            leafCount: leafCount
        });
        emit Anchored(sealId, root, epoch, leafCount);
    }

    /// @inheritdoc IDocumentLedger
    function anchorMany(Anchoring[] calldata anchorings) external {
        for (uint256 i = 0; i < anchorings.length; ++i) {
            Anchoring calldata item = anchorings[i];
            // A call to itself, so that a refusal undoes this item alone.
            try this.anchor(item.sealId, item.root, item.leafCount, item.signature) {} catch (bytes memory reason) {
                emit AnchoringRefused(item.sealId, item.root, bytes4(reason));
            }
        }
    }

    /// @inheritdoc IDocumentLedger
    function revokeDocument(Withdrawal calldata withdrawal, SealId signingSealId, bytes calldata signature) external {
        _requireRevocable(withdrawal);
        _requireSameAgency(withdrawal.sealId, signingSealId);
        (uint64 epoch, address verifier, bytes memory key) = _REGISTRY.signingKeyOf(signingSealId);
        bytes32 statement = _revocationStatement(withdrawal, signingSealId, epoch);
        _requireSigned(signingSealId, epoch, verifier, key, statement, signature);
        _revoke(withdrawal, signingSealId, epoch);
    }

    /// @inheritdoc IDocumentLedger
    function revokeDocumentBySupervisor(Withdrawal calldata withdrawal) external restricted {
        _requireRevocable(withdrawal);
        _revoke(withdrawal, SealId.wrap(0), 0);
    }

    /// @inheritdoc IDocumentLedger
    function anchorOf(SealId sealId, bytes32 root) external view returns (Anchor memory) {
        return _anchors[sealId][root];
    }

    /// @inheritdoc IDocumentLedger
    function prove(SealId sealId, bytes32 root, Leaf leaf, bytes32[] calldata proof) public view returns (bool) {
        uint64 leafCount = _anchors[sealId][root].leafCount;
        return
            leafCount != 0 &&
            proof.length <= Math.log2(leafCount, Math.Rounding.Ceil) &&
            MerkleProof.verifyCalldata(proof, root, Leaf.unwrap(leaf));
    }

    /// @inheritdoc IDocumentLedger
    function revocationOf(SealId sealId, Leaf leaf) public view returns (Revocation memory) {
        RevocationRecord storage revocation = _revocations[sealId][leaf];
        uint48 since = _REGISTRY.compromisedSince(revocation.signingSealId, revocation.epoch);
        return
            Revocation({
                reason: revocation.reason,
                revokedAt: revocation.revokedAt,
                epoch: revocation.epoch,
                signingSealId: revocation.signingSealId,
                replacement: revocation.replacement,
                isVoid: since != 0 && since <= revocation.revokedAt
            });
    }

    /// @dev A void revocation is as good as none; a standing one stays the only record.
    function _revoke(Withdrawal calldata withdrawal, SealId signingSealId, uint64 epoch) private {
        Revocation memory standing = revocationOf(withdrawal.sealId, withdrawal.leaf);
        if (standing.reason != RevocationReason.None && !standing.isVoid) return;

        _revocations[withdrawal.sealId][withdrawal.leaf] = RevocationRecord({
            reason: withdrawal.reason,
            revokedAt: uint64(block.timestamp),
            epoch: epoch,
            signingSealId: signingSealId,
            replacement: withdrawal.replacement
        });
        emit DocumentRevoked(withdrawal.sealId, withdrawal.leaf, withdrawal.reason, withdrawal.replacement);
    }

    function _requireRevocable(Withdrawal calldata withdrawal) private view {
        (SealId sealId, bytes32 root, Leaf leaf) = (withdrawal.sealId, withdrawal.root, withdrawal.leaf);
        if (withdrawal.reason == RevocationReason.None) revert ReasonMissing(sealId, leaf);
        if (!prove(sealId, root, leaf, withdrawal.proof)) revert NotProven(sealId, root, leaf);
    }

    function _requireSameAgency(SealId sealId, SealId signingSealId) private view {
        AgencyId agencyId = _REGISTRY.agencyIdOf(sealId);
        if (AgencyId.unwrap(agencyId) != AgencyId.unwrap(_REGISTRY.agencyIdOf(signingSealId))) {
            revert ForeignSeal(sealId, signingSealId);
        }
    }

    function _requireSigned(
        SealId sealId,
        uint64 epoch,
        address verifier,
        bytes memory key,
        bytes32 statement,
        bytes calldata signature
    ) private view {
        bytes4 answer = IERC7913SignatureVerifier(verifier).verify(key, statement, signature);
        if (answer != IERC7913SignatureVerifier.verify.selector) revert InvalidStatement(sealId, epoch, statement);
    }

    function _revocationStatement(
        Withdrawal calldata withdrawal,
        SealId signingSealId,
        uint64 epoch
    ) private view returns (bytes32) {
        return
            sha256(
                abi.encodePacked(
                    "Vermilion revocation v1\n",
                    block.chainid,
                    address(this),
                    signingSealId,
                    epoch,
                    withdrawal.sealId,
                    withdrawal.leaf,
                    withdrawal.reason,
                    withdrawal.replacement
                )
            );
    }
}
