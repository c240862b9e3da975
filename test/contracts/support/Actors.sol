// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDocumentLedger, Leaf} from "../../../contracts/interfaces/IDocumentLedger.sol";
import {AgencyId, ISealRegistry, SealId} from "../../../contracts/interfaces/ISealRegistry.sol";
import {VermilionTest} from "./VermilionTest.sol";
import {vm} from "./Vm.sol";

/// @dev Everybody who acts on the contracts in an invariant test, in any order: key holders, registrar, supervisor and a
/// thief who has no key but sees every statement ever signed. It keeps a model of its own of what ought to hold; each
/// action compares and notes a breach.
contract Actors is VermilionTest {
    struct SealModel {
        SealId sealId;
        uint256 secret;
        uint64 epoch;
        bool active;
        bool ended;
        bool compromised;
        /// Digest over the epochs so far.
        bytes32 history;
    }

    struct Recorded {
        SealId sealId;
        bytes32 root;
        IDocumentLedger.Anchor anchor;
    }

    struct Overheard {
        SealId sealId;
        bytes32 root;
        uint64 leafCount;
        bytes signature;
    }

    uint256 private constant _SEALS = 3;
    /// @dev Few roots, so that seals meet on one.
    uint256 private constant _ROOTS = 5;

    SealModel[_SEALS] private _model;
    uint256 private _nextSecret = 1;
    Recorded[] private _recorded;
    mapping(SealId sealId => mapping(bytes32 root => bool)) private _anchored;
    mapping(SealId sealId => mapping(Leaf leaf => bool)) private _revoked;
    Overheard[] private _overheard;
    uint256[] private _spentSecrets;

    /// @dev What went wrong first; empty while nothing did.
    string private _breach;

    constructor(ISealRegistry registry_, IDocumentLedger ledger_) {
        (registry, ledger) = (registry_, ledger_);
        AgencyId first = _enrolAgency("A-1");
        AgencyId second = _enrolAgency("A-2");
        _begin(0, first, "S-1");
        _begin(1, first, "S-2");
        _begin(2, second, "S-3");
    }

    // Key holders -----------------------------------------------------------------------------------------------------

    /// @dev A live key's holder states a root; a relay brings it, alone or in a batch after a thief's.
    function stateAndAnchor(uint256 who, uint256 what, uint64 leafCount, bool inBatch) external {
        SealModel storage model = _model[who % _SEALS];
        (SealId sealId, bytes32 root) = (model.sealId, _root(what));
        leafCount = 1 + (leafCount % 4);
        bytes memory signature = _sign(model.secret, _anchorStatement(sealId, model.epoch, root, leafCount));
        bool expected = model.active && !_anchored[sealId][root];
        if (expected) _overheard.push(Overheard(sealId, root, leafCount, signature));

        bool accepted =
            inBatch
                ? _anchorInBatch(sealId, root, leafCount, signature)
                : _anchorAlone(sealId, root, leafCount, signature);
        uint64 found = ledger.anchorOf(sealId, root).leafCount;
        if (expected && (!accepted || found != leafCount)) _note("a live key's statement was refused");
        if (!expected && !_anchored[sealId][root] && found != 0) _note("anchored under a seal that is not active");
        if (expected) _record(sealId, root);
    }

    function rotate(uint256 who) external {
        SealModel storage model = _model[who % _SEALS];
        uint256 secret = _freshSecret();
        (ISealRegistry.NewKey memory newKey, bytes32 statement) = _nextKey(model.sealId, secret);
        try registry.rotateKey(model.sealId, newKey, _sign(model.secret, statement)) {
            if (!model.active) _note("rotated while not active");
            _changeKey(model, secret);
        } catch {
            if (model.active) _note("an active seal's key could not be rotated");
        }
    }

    function revokeDocument(uint256 which, uint256 who) external {
        if (_recorded.length == 0) return;
        SealModel storage model = _model[who % _SEALS];
        IDocumentLedger.Withdrawal memory withdrawal = _withdrawal(which);
        AgencyId holder = registry.agencyIdOf(withdrawal.sealId);
        bool sameAgency = AgencyId.unwrap(registry.agencyIdOf(model.sealId)) == AgencyId.unwrap(holder);
        bytes memory signature = _sign(model.secret, _revocationStatement(withdrawal, model.sealId));
        try ledger.revokeDocument(withdrawal, model.sealId, signature) {
            if (!sameAgency || !model.active) _note("revoked by a seal of another agency, or one not active");
            if (withdrawal.proof.length == 0) _revoked[withdrawal.sealId][withdrawal.leaf] = true;
        } catch {
            if (sameAgency && model.active && _isOnlyLeaf(withdrawal)) _note("an agency could not revoke");
        }
    }

    // A thief ---------------------------------------------------------------------------------------------------------

    /// @dev Without a key: noise, a key of his own, or a signature heard before, for whatever seal and root.
    function anchorWithoutKey(uint256 who, uint256 what, uint64 leafCount, uint256 how, bytes calldata noise) external {
        (SealId sealId, bytes32 root) = (_model[who % _SEALS].sealId, _root(what));
        leafCount = 1 + (leafCount % 4);
        bytes memory signature = noise;
        if (how % 3 == 1) {
            signature = _sign(_freshSecret(), _anchorStatement(sealId, _model[who % _SEALS].epoch, root, leafCount));
        } else if (how % 3 == 2 && _overheard.length != 0) {
            signature = _overheard[how % _overheard.length].signature;
        }
        _anchorAlone(sealId, root, leafCount, signature);
        if (!_anchored[sealId][root] && ledger.anchorOf(sealId, root).epoch != 0) {
            _note("anchored without the key");
        }
    }

    /// @dev A statement of an earlier epoch, brought late.
    function replay(uint256 which) external {
        if (_overheard.length == 0) return;
        Overheard storage heard = _overheard[which % _overheard.length];
        bool known = _anchored[heard.sealId][heard.root];
        _anchorAlone(heard.sealId, heard.root, heard.leafCount, heard.signature);
        if (!known && ledger.anchorOf(heard.sealId, heard.root).epoch != 0) _note("anchored by a replay");
    }

    function rotateWithoutOldKey(uint256 who) external {
        SealModel storage model = _model[who % _SEALS];
        uint256 secret = _freshSecret();
        (ISealRegistry.NewKey memory newKey, bytes32 statement) = _nextKey(model.sealId, secret);
        try registry.rotateKey(model.sealId, newKey, _sign(secret, statement)) {
            _note("rotated without the old key");
        } catch {}
    }

    function revokeWithoutKey(uint256 which, uint256 who) external {
        if (_recorded.length == 0) return;
        IDocumentLedger.Withdrawal memory withdrawal = _withdrawal(which);
        SealId signing = _model[who % _SEALS].sealId;
        bytes memory signature = _sign(_freshSecret(), _revocationStatement(withdrawal, signing));
        try ledger.revokeDocument(withdrawal, signing, signature) {} catch {}
        if (
            !_revoked[withdrawal.sealId][withdrawal.leaf] &&
            ledger.revocationOf(withdrawal.sealId, withdrawal.leaf).reason != IDocumentLedger.RevocationReason.None
        ) _note("revoked without a key");
    }

    // Registrar, supervisor, time -------------------------------------------------------------------------------------

    function replaceKey(uint256 who, uint256 spent) external {
        SealModel storage model = _model[who % _SEALS];
        uint256 secret = spent % 4 == 0 ? _spentSecrets[spent % _spentSecrets.length] : _freshSecret();
        (ISealRegistry.NewKey memory newKey, ) = _nextKey(model.sealId, secret);
        vm.prank(REGISTRAR);
        try registry.replaceKey(model.sealId, newKey) {
            if (spent % 4 == 0) _note("a key was enrolled twice");
            model.compromised = false;
            _changeKey(model, secret);
        } catch {}
    }

    function suspend(uint256 who) external {
        _changeStatus(
            who,
            abi.encodeWithSelector(ISealRegistry.suspendSeal.selector, _model[who % _SEALS].sealId),
            false
        );
    }

    function reinstate(uint256 who) external {
        _changeStatus(
            who,
            abi.encodeWithSelector(ISealRegistry.reinstateSeal.selector, _model[who % _SEALS].sealId),
            true
        );
    }

    /// @dev Rarely, or every sequence would soon be over.
    function retire(uint256 who) external {
        if (who % 16 >= _SEALS) return;
        _model[who % 16].ended = true;
        bytes memory call = abi.encodeWithSelector(ISealRegistry.retireSeal.selector, _model[who % 16].sealId);
        _changeStatus(who % 16, call, false);
    }

    function declareCompromise(uint256 who, uint32 keyVersion) external {
        if (who % 4 >= _SEALS) return;
        SealModel storage model = _model[who % 4];
        uint32 current = _currentEpoch(model.sealId).keyVersion;
        keyVersion = 1 + (keyVersion % current);
        uint48 enrolledAt = registry.sealOf(model.sealId).keys[keyVersion - 1].enrolledAt;
        vm.prank(SUPERVISOR);
        try registry.declareCompromise(model.sealId, keyVersion, enrolledAt) {
            if (keyVersion == current) (model.compromised, model.active) = (true, false);
            _noteEpochs(model);
        } catch {}
    }

    function passTime(uint16 duration) external {
        vm.warp(block.timestamp + duration);
    }

    // What must hold --------------------------------------------------------------------------------------------------

    function assertNoBreach() external view {
        vm.assertTrue(bytes(_breach).length == 0, _breach);
    }

    function assertAnchorsStand() external view {
        for (uint256 i = 0; i < _recorded.length; ++i) {
            Recorded storage recorded = _recorded[i];
            bytes32 now_ = keccak256(abi.encode(ledger.anchorOf(recorded.sealId, recorded.root)));
            vm.assertEq(now_, keccak256(abi.encode(recorded.anchor)), "an anchor changed");
        }
    }

    function assertEpochsOnlyGrow() external view {
        for (uint256 i = 0; i < _SEALS; ++i) {
            SealModel storage model = _model[i];
            vm.assertEq(_epoch(model.sealId), model.epoch, "an epoch came or went by itself");
            vm.assertEq(_historyUpTo(model.sealId, model.epoch), model.history, "an epoch changed");
        }
    }

    function assertActiveKeysAreSound() external view {
        for (uint256 i = 0; i < _SEALS; ++i) {
            ISealRegistry.Epoch memory current = _currentEpoch(_model[i].sealId);
            if (current.status != ISealRegistry.SealStatus.Active) continue;
            uint48 since = registry.compromisedSince(_model[i].sealId, _epoch(_model[i].sealId));
            vm.assertEq(since, 0, "an active seal's key is compromised");
        }
    }

    // Model -----------------------------------------------------------------------------------------------------------

    function _note(string memory breach) private {
        if (bytes(_breach).length == 0) _breach = breach;
    }

    function _begin(uint256 index, AgencyId agencyId, string memory physicalCode) private {
        SealModel storage model = _model[index];
        model.secret = _freshSecret();
        model.sealId = _issueSeal(agencyId, physicalCode, model.secret);
        model.active = true;
        _spentSecrets.push(model.secret);
        _noteEpochs(model);
    }

    function _changeKey(SealModel storage model, uint256 secret) private {
        model.secret = secret;
        _spentSecrets.push(secret);
        _noteEpochs(model);
    }

    function _changeStatus(uint256 who, bytes memory call, bool active) private {
        SealModel storage model = _model[who % _SEALS];
        vm.prank(REGISTRAR);
        (bool done, ) = address(registry).call(call);
        if (!done) return;
        if (active && (model.compromised || model.ended)) _note("an ended seal or a compromised key came back");
        model.active = active;
        _noteEpochs(model);
    }

    /// @dev After a change that the registry accepted: exactly one epoch more, or none where only a compromise was noted.
    function _noteEpochs(SealModel storage model) private {
        uint64 epoch = _epoch(model.sealId);
        if (model.epoch != 0 && _historyUpTo(model.sealId, model.epoch) != model.history) return;
        model.epoch = epoch;
        model.history = _historyUpTo(model.sealId, epoch);
    }

    function _historyUpTo(SealId sealId, uint64 epoch) private view returns (bytes32 history) {
        ISealRegistry.Epoch[] memory epochs = registry.sealOf(sealId).epochs;
        for (uint256 i = 0; i < epoch && i < epochs.length; ++i) history = keccak256(abi.encode(history, epochs[i]));
    }

    function _record(SealId sealId, bytes32 root) private {
        _anchored[sealId][root] = true;
        _recorded.push(Recorded(sealId, root, ledger.anchorOf(sealId, root)));
    }

    function _anchorAlone(
        SealId sealId,
        bytes32 root,
        uint64 leafCount,
        bytes memory signature
    ) private returns (bool accepted) {
        try ledger.anchor(sealId, root, leafCount, signature) {
            return true;
        } catch {}
    }

    function _anchorInBatch(
        SealId sealId,
        bytes32 root,
        uint64 leafCount,
        bytes memory signature
    ) private returns (bool) {
        IDocumentLedger.Anchoring[] memory batch = new IDocumentLedger.Anchoring[](2);
        batch[0] = IDocumentLedger.Anchoring(sealId, root, leafCount, hex"00");
        batch[1] = IDocumentLedger.Anchoring(sealId, root, leafCount, signature);
        try ledger.anchorMany(batch) {} catch {
            _note("a batch reverted as a whole");
        }
        return ledger.anchorOf(sealId, root).epoch != 0;
    }

    function _withdrawal(uint256 which) private view returns (IDocumentLedger.Withdrawal memory) {
        Recorded storage recorded = _recorded[which % _recorded.length];
        return
            IDocumentLedger.Withdrawal({
                sealId: recorded.sealId,
                root: recorded.root,
                leaf: Leaf.wrap(recorded.root),
                proof: new bytes32[](0),
                reason: IDocumentLedger.RevocationReason.Withdrawn,
                replacement: Leaf.wrap(0)
            });
    }

    function _isOnlyLeaf(IDocumentLedger.Withdrawal memory withdrawal) private pure returns (bool) {
        return withdrawal.root == Leaf.unwrap(withdrawal.leaf);
    }

    function _freshSecret() private returns (uint256) {
        return _nextSecret++;
    }

    function _root(uint256 what) private pure returns (bytes32) {
        return bytes32(1 + (what % _ROOTS));
    }
}
