// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {IDocumentLedger, Leaf} from "../../contracts/interfaces/IDocumentLedger.sol";
import {AgencyId, ISealRegistry, SealId} from "../../contracts/interfaces/ISealRegistry.sol";
import {VermilionTest} from "./support/VermilionTest.sol";
import {vm} from "./support/Vm.sol";

contract DocumentLedgerTest is VermilionTest {
    uint256 private constant _KEY = 2001;
    uint256 private constant _OTHER_KEY = 2002;
    uint256 private constant _NEXT_KEY = 2003;
    bytes32 private constant _ROOT = keccak256("root");

    AgencyId private _agencyId;
    SealId private _sealId;
    SealId private _otherSealId;

    function setUp() external {
        _deploy();
        _agencyId = _enrolAgency("A-1");
        _sealId = _issueSeal(_agencyId, "S-1", _KEY);
        _otherSealId = _issueSeal(_enrolAgency("A-2"), "S-2", _OTHER_KEY);
        vm.warp(START + 1 days);
    }

    // Anchoring -------------------------------------------------------------------------------------------------------

    function test_Anchors() external {
        bytes memory signature = _sign(_KEY, _anchorStatement(_sealId, 1, _ROOT, 7));
        vm.expectEmit();
        emit IDocumentLedger.Anchored(_sealId, _ROOT, 1, 7);
        vm.prank(STRANGER);
        ledger.anchor(_sealId, _ROOT, 7, signature);

        IDocumentLedger.Anchor memory anchored = ledger.anchorOf(_sealId, _ROOT);
        vm.assertEq(anchored.epoch, 1, "epoch");
        vm.assertEq(anchored.anchoredAt, block.timestamp, "time");
        vm.assertEq(anchored.blockNumber, block.number, "block");
        vm.assertEq(anchored.leafCount, 7, "leaves");
        vm.assertEq(ledger.anchorOf(_otherSealId, _ROOT).epoch, 0, "another seal's");
    }

    function test_RepeatingIsNoSecondRecord() external {
        _anchor(_sealId, _ROOT, 7, _KEY);
        vm.warp(START + 2 days);
        _suspend(_sealId);
        ledger.anchor(_sealId, _ROOT, 7, "");
        vm.assertEq(ledger.anchorOf(_sealId, _ROOT).anchoredAt, START + 1 days, "time");
    }

    function test_RefusesAnotherLeafCount() external {
        _anchor(_sealId, _ROOT, 7, _KEY);
        vm.expectRevert(
            abi.encodeWithSelector(IDocumentLedger.LeafCountMismatch.selector, _sealId, _ROOT, uint64(7), uint64(8))
        );
        ledger.anchor(_sealId, _ROOT, 8, "");
    }

    function test_RefusesEmptyRoot() external {
        vm.expectRevert(abi.encodeWithSelector(IDocumentLedger.EmptyRoot.selector, _sealId));
        ledger.anchor(_sealId, 0, 1, "");
    }

    function test_RefusesEmptyBatch() external {
        vm.expectRevert(abi.encodeWithSelector(IDocumentLedger.EmptyBatch.selector, _sealId, _ROOT));
        ledger.anchor(_sealId, _ROOT, 0, "");
    }

    function test_RefusesSealThatIsNotActive() external {
        bytes memory signature = _sign(_KEY, _anchorStatement(_sealId, 1, _ROOT, 1));
        _suspend(_sealId);
        vm.expectRevert(
            abi.encodeWithSelector(ISealRegistry.WrongSealStatus.selector, _sealId, ISealRegistry.SealStatus.Suspended)
        );
        ledger.anchor(_sealId, _ROOT, 1, signature);
    }

    function testFuzz_RefusesAnyOtherSignature(bytes calldata signature) external {
        _expectInvalidStatement(_sealId, 1, _anchorStatement(_sealId, 1, _ROOT, 1));
        ledger.anchor(_sealId, _ROOT, 1, signature);
    }

    function testFuzz_RefusesStatementThatDiffers(uint64 epoch, bytes32 root, uint64 leafCount) external {
        vm.assume(epoch != 1 || root != _ROOT || leafCount != 1);
        bytes memory signature = _sign(_KEY, _anchorStatement(_sealId, epoch, root, leafCount));
        _expectInvalidStatement(_sealId, 1, _anchorStatement(_sealId, 1, _ROOT, 1));
        ledger.anchor(_sealId, _ROOT, 1, signature);
    }

    function test_RefusesAnotherSealsKey() external {
        bytes32 statement = _anchorStatement(_sealId, 1, _ROOT, 1);
        _expectInvalidStatement(_sealId, 1, statement);
        ledger.anchor(_sealId, _ROOT, 1, _sign(_OTHER_KEY, statement));
    }

    function test_ManySkipsAndReportsWhatFails() external {
        IDocumentLedger.Anchoring[] memory batch = new IDocumentLedger.Anchoring[](3);
        batch[0] = _anchoring(_sealId, _ROOT, _KEY);
        batch[1] = _anchoring(_otherSealId, _ROOT, _KEY);
        batch[2] = _anchoring(_otherSealId, _ROOT, _OTHER_KEY);
        vm.expectEmit();
        emit IDocumentLedger.Anchored(_sealId, _ROOT, 1, 1);
        vm.expectEmit();
        emit IDocumentLedger.AnchoringRefused(_otherSealId, _ROOT, IDocumentLedger.InvalidStatement.selector);
        vm.expectEmit();
        emit IDocumentLedger.Anchored(_otherSealId, _ROOT, 1, 1);
        ledger.anchorMany(batch);
    }

    // Proof -----------------------------------------------------------------------------------------------------------

    function testFuzz_ProvesLeavesOfTheTree(bytes32 left, bytes32 right) external {
        bytes32 root = Hashes.commutativeKeccak256(left, right);
        _anchor(_sealId, root, 2, _KEY);
        vm.assertTrue(ledger.prove(_sealId, root, Leaf.wrap(left), _path(right)), "left");
        vm.assertTrue(ledger.prove(_sealId, root, Leaf.wrap(right), _path(left)), "right");
        vm.assertFalse(ledger.prove(_sealId, root, Leaf.wrap(~left), _path(right)), "another leaf");
        vm.assertFalse(ledger.prove(_sealId, root, Leaf.wrap(root), _path(right)), "the root itself");
        vm.assertFalse(ledger.prove(_otherSealId, root, Leaf.wrap(left), _path(right)), "another seal");
    }

    function test_LongerPathThanTheBatchProvesNothing() external {
        (bytes32 left, bytes32 right) = (keccak256("left"), keccak256("right"));
        bytes32 root = Hashes.commutativeKeccak256(left, right);
        _anchor(_sealId, root, 1, _KEY);
        vm.assertFalse(ledger.prove(_sealId, root, Leaf.wrap(left), _path(right)), "a batch of one");
        vm.assertTrue(ledger.prove(_sealId, root, Leaf.wrap(root), new bytes32[](0)), "its only leaf");
    }

    // Revocation ------------------------------------------------------------------------------------------------------

    function test_RevokesForAnyRelay() external {
        IDocumentLedger.Withdrawal memory withdrawal = _withdrawal();
        bytes memory signature = _sign(_KEY, _revocationStatement(withdrawal, _sealId));
        vm.expectEmit();
        emit IDocumentLedger.DocumentRevoked(
            _sealId,
            withdrawal.leaf,
            IDocumentLedger.RevocationReason.Superseded,
            withdrawal.replacement
        );
        vm.prank(STRANGER);
        ledger.revokeDocument(withdrawal, _sealId, signature);

        IDocumentLedger.Revocation memory revocation = ledger.revocationOf(_sealId, withdrawal.leaf);
        vm.assertEq(uint8(revocation.reason), uint8(IDocumentLedger.RevocationReason.Superseded), "reason");
        vm.assertEq(revocation.revokedAt, block.timestamp, "time");
        vm.assertEq(revocation.epoch, 1, "epoch");
        vm.assertEq(SealId.unwrap(revocation.signingSealId), SealId.unwrap(_sealId), "signing seal");
        vm.assertEq(Leaf.unwrap(revocation.replacement), Leaf.unwrap(withdrawal.replacement), "replacement");
        vm.assertFalse(revocation.isVoid, "void");
    }

    function test_RevokesByAnotherSealOfTheAgency() external {
        IDocumentLedger.Withdrawal memory withdrawal = _withdrawal();
        SealId sibling = _issueSeal(_agencyId, "S-3", _NEXT_KEY);
        _retire(_sealId);
        _revoke(withdrawal, sibling, _NEXT_KEY);
        vm.assertEq(_reason(withdrawal.leaf), uint8(IDocumentLedger.RevocationReason.Superseded), "reason");
    }

    function test_RevokesBySupervisor() external {
        IDocumentLedger.Withdrawal memory withdrawal = _withdrawal();
        vm.prank(SUPERVISOR);
        ledger.revokeDocumentBySupervisor(withdrawal);
        IDocumentLedger.Revocation memory revocation = ledger.revocationOf(_sealId, withdrawal.leaf);
        vm.assertEq(revocation.revokedAt, block.timestamp, "time");
        vm.assertEq(SealId.unwrap(revocation.signingSealId), 0, "signing seal");
        vm.assertFalse(revocation.isVoid, "void");
    }

    function test_RefusesSupervisorsRevocationFromStrangers() external {
        IDocumentLedger.Withdrawal memory withdrawal = _withdrawal();
        _expectUnauthorized(STRANGER);
        vm.prank(STRANGER);
        ledger.revokeDocumentBySupervisor(withdrawal);
    }

    function test_RefusesRevocationWithoutReason() external {
        IDocumentLedger.Withdrawal memory withdrawal = _withdrawal();
        withdrawal.reason = IDocumentLedger.RevocationReason.None;
        vm.expectRevert(abi.encodeWithSelector(IDocumentLedger.ReasonMissing.selector, _sealId, withdrawal.leaf));
        ledger.revokeDocument(withdrawal, _sealId, "");
    }

    function test_RefusesRevocationWithoutProof() external {
        IDocumentLedger.Withdrawal memory withdrawal = _withdrawal();
        withdrawal.leaf = Leaf.wrap(keccak256("another"));
        vm.expectRevert(abi.encodeWithSelector(IDocumentLedger.NotProven.selector, _sealId, _ROOT, withdrawal.leaf));
        ledger.revokeDocument(withdrawal, _sealId, "");
    }

    function test_RefusesRevocationByAnotherAgency() external {
        IDocumentLedger.Withdrawal memory withdrawal = _withdrawal();
        bytes memory signature = _sign(_OTHER_KEY, _revocationStatement(withdrawal, _otherSealId));
        vm.expectRevert(abi.encodeWithSelector(IDocumentLedger.ForeignSeal.selector, _sealId, _otherSealId));
        ledger.revokeDocument(withdrawal, _otherSealId, signature);
    }

    function test_RefusesRevocationSignedByAnotherKey() external {
        IDocumentLedger.Withdrawal memory withdrawal = _withdrawal();
        bytes32 statement = _revocationStatement(withdrawal, _sealId);
        _expectInvalidStatement(_sealId, 1, statement);
        ledger.revokeDocument(withdrawal, _sealId, _sign(_OTHER_KEY, statement));
    }

    function test_RepeatingRevocationIsNoSecondRecord() external {
        IDocumentLedger.Withdrawal memory withdrawal = _withdrawal();
        _revoke(withdrawal, _sealId, _KEY);
        vm.warp(START + 2 days);
        withdrawal.reason = IDocumentLedger.RevocationReason.Fraud;
        _revoke(withdrawal, _sealId, _KEY);
        vm.assertEq(_reason(withdrawal.leaf), uint8(IDocumentLedger.RevocationReason.Superseded), "reason");
        vm.assertEq(ledger.revocationOf(_sealId, withdrawal.leaf).revokedAt, START + 1 days, "time");
    }

    function test_RevocationByCompromisedKeyIsVoidAndIsReplaced() external {
        IDocumentLedger.Withdrawal memory withdrawal = _withdrawal();
        _revoke(withdrawal, _sealId, _KEY);
        _declareCompromise(_sealId, 1, uint48(block.timestamp));
        vm.assertTrue(ledger.revocationOf(_sealId, withdrawal.leaf).isVoid, "void");

        vm.warp(START + 2 days);
        SealId sibling = _issueSeal(_agencyId, "S-3", _NEXT_KEY);
        _revoke(withdrawal, sibling, _NEXT_KEY);
        vm.assertFalse(ledger.revocationOf(_sealId, withdrawal.leaf).isVoid, "valid");
        vm.assertEq(ledger.revocationOf(_sealId, withdrawal.leaf).revokedAt, START + 2 days, "time");
    }

    function test_RevocationBeforeTheCompromiseStands() external {
        IDocumentLedger.Withdrawal memory withdrawal = _withdrawal();
        _revoke(withdrawal, _sealId, _KEY);
        vm.warp(START + 2 days);
        _declareCompromise(_sealId, 1, START + 1 days + 1);
        vm.assertFalse(ledger.revocationOf(_sealId, withdrawal.leaf).isVoid, "void");
    }

    // Help ------------------------------------------------------------------------------------------------------------

    /// @dev A document in an anchored batch of one.
    function _withdrawal() private returns (IDocumentLedger.Withdrawal memory) {
        _anchor(_sealId, _ROOT, 1, _KEY);
        return
            IDocumentLedger.Withdrawal({
                sealId: _sealId,
                root: _ROOT,
                leaf: Leaf.wrap(_ROOT),
                proof: new bytes32[](0),
                reason: IDocumentLedger.RevocationReason.Superseded,
                replacement: Leaf.wrap(keccak256("replacement"))
            });
    }

    function _revoke(IDocumentLedger.Withdrawal memory withdrawal, SealId signingSealId, uint256 secret) private {
        bytes memory signature = _sign(secret, _revocationStatement(withdrawal, signingSealId));
        ledger.revokeDocument(withdrawal, signingSealId, signature);
    }

    function _reason(Leaf leaf) private view returns (uint8) {
        return uint8(ledger.revocationOf(_sealId, leaf).reason);
    }

    function _anchoring(
        SealId sealId,
        bytes32 root,
        uint256 secret
    ) private view returns (IDocumentLedger.Anchoring memory) {
        return IDocumentLedger.Anchoring(sealId, root, 1, _sign(secret, _anchorStatement(sealId, 1, root, 1)));
    }

    function _path(bytes32 sibling) private pure returns (bytes32[] memory path) {
        path = new bytes32[](1);
        path[0] = sibling;
    }

    function _expectInvalidStatement(SealId sealId, uint64 epoch, bytes32 statement) private {
        vm.expectRevert(abi.encodeWithSelector(IDocumentLedger.InvalidStatement.selector, sealId, epoch, statement));
    }
}
