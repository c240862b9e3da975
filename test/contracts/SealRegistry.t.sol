// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AgencyId, ISealRegistry, SealId} from "../../contracts/interfaces/ISealRegistry.sol";
import {RsaSigner} from "./support/RsaSigner.sol";
import {VermilionTest} from "./support/VermilionTest.sol";
import {vm} from "./support/Vm.sol";

contract SealRegistryTest is VermilionTest {
    uint256 private constant _KEY = 1001;
    uint256 private constant _NEXT_KEY = 1002;

    AgencyId private _agencyId;
    SealId private _sealId;

    function setUp() external {
        _deploy();
        _agencyId = _enrolAgency("A-1");
        _sealId = _issueSeal(_agencyId, "S-1", _KEY);
        vm.warp(START + 1 days);
    }

    // Agencies --------------------------------------------------------------------------------------------------------

    function test_EnrolsAgency() external {
        vm.expectEmit();
        emit ISealRegistry.AgencyEnrolled(AgencyId.wrap(keccak256("A-2")), "A-2", "Second");
        vm.prank(REGISTRAR);
        AgencyId agencyId = registry.enrolAgency("A-2", "Second");

        ISealRegistry.Agency memory agency = registry.agencyOf(agencyId);
        vm.assertEq(keccak256(bytes(agency.code)), keccak256("A-2"), "code");
        vm.assertEq(keccak256(bytes(agency.name)), keccak256("Second"), "name");
        vm.assertEq(agency.enrolledAt, block.timestamp, "enrolled at");
    }

    function test_RefusesAgencyTwice() external {
        vm.expectRevert(abi.encodeWithSelector(ISealRegistry.AgencyAlreadyEnrolled.selector, _agencyId));
        _enrolAgency("A-1");
    }

    function test_RefusesAgencyWithoutCode() external {
        vm.expectRevert(abi.encodeWithSelector(ISealRegistry.EmptyAgencyCode.selector));
        _enrolAgency("");
    }

    function test_RefusesAgencyWithoutName() external {
        vm.expectRevert(abi.encodeWithSelector(ISealRegistry.EmptyAgencyName.selector, "A-2"));
        vm.prank(REGISTRAR);
        registry.enrolAgency("A-2", "");
    }

    function test_ListsAgenciesByPage() external {
        AgencyId second = _enrolAgency("A-2");
        _enrolAgency("A-3");
        AgencyId[] memory page = registry.agencyIds(1, 1);
        vm.assertEq(page.length, 1, "length");
        vm.assertEq(AgencyId.unwrap(page[0]), AgencyId.unwrap(second), "second");
        vm.assertEq(registry.agencyIds(0, 10).length, 3, "all");
        vm.assertEq(registry.agencyIds(3, 10).length, 0, "past the end");
    }

    // Issue -----------------------------------------------------------------------------------------------------------

    function test_IssuesSeal() external view {
        ISealRegistry.Seal memory seal = registry.sealOf(_sealId);
        vm.assertEq(SealId.unwrap(_sealId), keccak256("S-1"), "seal id");
        vm.assertEq(AgencyId.unwrap(seal.agencyId), AgencyId.unwrap(_agencyId), "agency id");
        vm.assertEq(AgencyId.unwrap(registry.agencyIdOf(_sealId)), AgencyId.unwrap(_agencyId), "agency id alone");
        vm.assertEq(keccak256(bytes(seal.agency.code)), keccak256("A-1"), "agency");
        vm.assertEq(uint8(seal.kind), uint8(ISealRegistry.SealKind.Finance), "kind");
        vm.assertEq(keccak256(bytes(seal.physicalCode)), keccak256("S-1"), "physical code");
        vm.assertEq(seal.markDigest, MARK_DIGEST, "mark");
        vm.assertEq(seal.validFrom, START, "valid from");
        vm.assertEq(seal.validUntil, START + 3650 days, "valid until");
        vm.assertEq(seal.epochs.length, 1, "epochs");
        vm.assertEq(seal.epochs[0].since, START, "since");
        vm.assertEq(seal.keys.length, 1, "keys");
        vm.assertEq(keccak256(seal.keys[0].key), keccak256(_publicKey(_KEY)), "key");
        vm.assertEq(seal.keys[0].certificateDigest, CERTIFICATE_DIGEST, "certificate");
        vm.assertEq(seal.keys[0].enrolledAt, START, "enrolled at");
        vm.assertEq(seal.keys[0].compromisedSince, 0, "not compromised");
    }

    function test_IssuesSealWithRsaKey() external {
        ISealRegistry.SealTerms memory terms = _terms(_agencyId, ISealRegistry.SealKind.Invoice, "S-2");
        ISealRegistry.NewKey memory newKey = ISealRegistry.NewKey(RsaSigner.MODULUS, CERTIFICATE_DIGEST, "");
        newKey.possession = RsaSigner.sign(_enrolmentStatement(terms, RsaSigner.MODULUS));
        vm.prank(REGISTRAR);
        SealId sealId = registry.issueSeal(terms, newKey);
        (, , bytes memory key) = registry.signingKeyOf(sealId);
        vm.assertEq(keccak256(key), keccak256(RsaSigner.MODULUS), "key");
    }

    function test_UnknownSealHasNoHistory() external view {
        ISealRegistry.Seal memory seal = registry.sealOf(SealId.wrap(keccak256("S-9")));
        vm.assertEq(seal.epochs.length + seal.keys.length, 0, "history");
    }

    function test_ListsSealsByPage() external {
        SealId second = _issueSeal(_agencyId, "S-2", 1003);
        SealId[] memory page = registry.sealIdsOf(_agencyId, 1, 5);
        vm.assertEq(page.length, 1, "length");
        vm.assertEq(SealId.unwrap(page[0]), SealId.unwrap(second), "second");
    }

    function test_RefusesSealOfUnknownAgency() external {
        AgencyId unknown = AgencyId.wrap(keccak256("A-9"));
        vm.expectRevert(abi.encodeWithSelector(ISealRegistry.UnknownAgency.selector, unknown));
        this.issue(_terms(unknown, ISealRegistry.SealKind.Finance, "S-2"), 1003);
    }

    function test_RefusesSealWithoutPhysicalCode() external {
        vm.expectRevert(abi.encodeWithSelector(ISealRegistry.EmptyPhysicalCode.selector));
        this.issue(_terms(_agencyId, ISealRegistry.SealKind.Finance, ""), 1003);
    }

    function test_RefusesSealWithoutMark() external {
        ISealRegistry.SealTerms memory terms = _terms(_agencyId, ISealRegistry.SealKind.Finance, "S-2");
        terms.markDigest = 0;
        vm.expectRevert(abi.encodeWithSelector(ISealRegistry.EmptyMarkDigest.selector, keccak256("S-2")));
        this.issue(terms, 1003);
    }

    function test_RefusesSealThatEndsBeforeItBegins() external {
        ISealRegistry.SealTerms memory terms = _terms(_agencyId, ISealRegistry.SealKind.Finance, "S-2");
        terms.validFrom = terms.validUntil + 1;
        _expectInvalidValidity(terms);
    }

    function test_RefusesSealThatHasEnded() external {
        ISealRegistry.SealTerms memory terms = _terms(_agencyId, ISealRegistry.SealKind.Finance, "S-2");
        terms.validUntil = uint48(block.timestamp) - 1;
        _expectInvalidValidity(terms);
    }

    function test_RefusesSealTwice() external {
        vm.expectRevert(abi.encodeWithSelector(ISealRegistry.SealAlreadyIssued.selector, _sealId));
        this.issue(_terms(_agencyId, ISealRegistry.SealKind.Finance, "S-1"), 1003);
    }

    function test_RefusesSecondLiveOfficialSeal() external {
        SealId first = _issueOfficialSeal("S-2", 1003);
        _suspend(first);
        vm.expectRevert(abi.encodeWithSelector(ISealRegistry.OfficialSealExists.selector, _agencyId, first));
        this.issue(_terms(_agencyId, ISealRegistry.SealKind.Official, "S-3"), 1004);
    }

    function test_IssuesOfficialSealAfterTheFirstEnded() external {
        _retire(_issueOfficialSeal("S-2", 1003));
        SealId second = _issueOfficialSeal("S-3", 1004);
        vm.prank(REGISTRAR);
        registry.revokeSeal(second);
        _issueOfficialSeal("S-4", 1005);
    }

    function test_RefusesKeyTwice() external {
        vm.expectRevert(abi.encodeWithSelector(ISealRegistry.KeyAlreadyEnrolled.selector, sha256(_publicKey(_KEY))));
        this.issue(_terms(_agencyId, ISealRegistry.SealKind.Finance, "S-2"), _KEY);
    }

    function test_RefusesKeyWithoutCertificate() external {
        ISealRegistry.SealTerms memory terms = _terms(_agencyId, ISealRegistry.SealKind.Finance, "S-2");
        ISealRegistry.NewKey memory newKey = _firstKey(terms, 1003);
        newKey.certificateDigest = 0;
        vm.expectRevert(abi.encodeWithSelector(ISealRegistry.EmptyCertificateDigest.selector, keccak256("S-2")));
        vm.prank(REGISTRAR);
        registry.issueSeal(terms, newKey);
    }

    function test_RefusesKeyWithoutPossession() external {
        ISealRegistry.SealTerms memory terms = _terms(_agencyId, ISealRegistry.SealKind.Finance, "S-2");
        ISealRegistry.NewKey memory newKey = _firstKey(terms, 1003);
        newKey.key = _publicKey(1004);
        bytes32 statement = _enrolmentStatement(terms, newKey.key);
        vm.expectRevert(_invalidStatement(SealId.wrap(keccak256("S-2")), 0, statement));
        vm.prank(REGISTRAR);
        registry.issueSeal(terms, newKey);
    }

    function testFuzz_RefusesKeyOfAnyOtherLength(uint16 length) external {
        vm.assume(length != 64 && (length < 256 || length > 512));
        ISealRegistry.SealTerms memory terms = _terms(_agencyId, ISealRegistry.SealKind.Finance, "S-2");
        ISealRegistry.NewKey memory newKey = _firstKey(terms, 1003);
        newKey.key = new bytes(length);
        vm.expectRevert(abi.encodeWithSelector(ISealRegistry.InvalidKeyLength.selector, uint256(length)));
        vm.prank(REGISTRAR);
        registry.issueSeal(terms, newKey);
    }

    // Rotation and replacement ----------------------------------------------------------------------------------------

    function test_RotatesKeyForAnyRelay() external {
        (ISealRegistry.NewKey memory newKey, bytes32 statement) = _nextKey(_sealId, _NEXT_KEY);
        bytes memory authorisation = _sign(_KEY, statement);
        vm.expectEmit();
        emit ISealRegistry.KeyEnrolled(_sealId, 2, sha256(newKey.key), CERTIFICATE_DIGEST);
        vm.expectEmit();
        emit ISealRegistry.EpochBegun(_sealId, 2, ISealRegistry.SealStatus.Active, 2);
        vm.prank(STRANGER);
        registry.rotateKey(_sealId, newKey, authorisation);
        _assertEpoch(_sealId, 2, ISealRegistry.SealStatus.Active, 2);
    }

    function test_RefusesRotationWithoutOldKey() external {
        (ISealRegistry.NewKey memory newKey, bytes32 statement) = _nextKey(_sealId, _NEXT_KEY);
        vm.expectRevert(_invalidStatement(_sealId, 1, statement));
        registry.rotateKey(_sealId, newKey, newKey.possession);
    }

    function test_RefusesRotationWithoutNewKey() external {
        (ISealRegistry.NewKey memory newKey, bytes32 statement) = _nextKey(_sealId, _NEXT_KEY);
        newKey.possession = _sign(_KEY, statement);
        vm.expectRevert(_invalidStatement(_sealId, 1, statement));
        registry.rotateKey(_sealId, newKey, newKey.possession);
    }

    function test_RefusesRotationByCompromisedKey() external {
        _declareCompromise(_sealId, 1, START);
        (ISealRegistry.NewKey memory newKey, bytes32 statement) = _nextKey(_sealId, _NEXT_KEY);
        vm.expectRevert(_wrongStatus(_sealId, ISealRegistry.SealStatus.Suspended));
        registry.rotateKey(_sealId, newKey, _sign(_KEY, statement));
    }

    function test_RefusesReturnToAnEarlierKey() external {
        _rotateKey(_sealId, _KEY, _NEXT_KEY);
        vm.expectRevert(abi.encodeWithSelector(ISealRegistry.KeyAlreadyEnrolled.selector, sha256(_publicKey(_KEY))));
        this.rotate(_sealId, _NEXT_KEY, _KEY);
    }

    function test_RefusesRotationStatedForAnEarlierEpoch() external {
        (ISealRegistry.NewKey memory newKey, bytes32 statement) = _nextKey(_sealId, _NEXT_KEY);
        _suspend(_sealId);
        vm.prank(REGISTRAR);
        registry.reinstateSeal(_sealId);
        (, bytes32 current) = _nextKey(_sealId, _NEXT_KEY);
        vm.expectRevert(_invalidStatement(_sealId, 3, current));
        registry.rotateKey(_sealId, newKey, _sign(_KEY, statement));
    }

    function test_ReplacesLostKey() external {
        _replaceKey(_NEXT_KEY);
        _assertEpoch(_sealId, 2, ISealRegistry.SealStatus.Active, 2);
    }

    function test_ReplacesCompromisedKeyAndReinstates() external {
        _declareCompromise(_sealId, 1, START);
        _replaceKey(_NEXT_KEY);
        _assertEpoch(_sealId, 3, ISealRegistry.SealStatus.Suspended, 2);
        vm.prank(REGISTRAR);
        registry.reinstateSeal(_sealId);
        _assertEpoch(_sealId, 4, ISealRegistry.SealStatus.Active, 2);
    }

    function test_RefusesReplacementOfEndedSeal() external {
        _retire(_sealId);
        (ISealRegistry.NewKey memory newKey, ) = _nextKey(_sealId, _NEXT_KEY);
        vm.expectRevert(_wrongStatus(_sealId, ISealRegistry.SealStatus.Retired));
        vm.prank(REGISTRAR);
        registry.replaceKey(_sealId, newKey);
    }

    // Status ----------------------------------------------------------------------------------------------------------

    function test_SuspendsAndReinstates() external {
        _suspend(_sealId);
        _assertEpoch(_sealId, 2, ISealRegistry.SealStatus.Suspended, 1);
        vm.prank(REGISTRAR);
        registry.reinstateSeal(_sealId);
        _assertEpoch(_sealId, 3, ISealRegistry.SealStatus.Active, 1);
    }

    function test_RefusesReinstatementWhileKeyIsCompromised() external {
        _declareCompromise(_sealId, 1, START);
        vm.expectRevert(abi.encodeWithSelector(ISealRegistry.KeyCompromised.selector, _sealId, 1, START));
        vm.prank(REGISTRAR);
        registry.reinstateSeal(_sealId);
    }

    function test_RevokesAndRetiresForGood() external {
        SealId other = _issueSeal(_agencyId, "S-2", 1003);
        vm.prank(REGISTRAR);
        registry.revokeSeal(_sealId);
        _assertEpoch(_sealId, 2, ISealRegistry.SealStatus.Revoked, 1);
        _suspend(other);
        _retire(other);
        _assertEpoch(other, 3, ISealRegistry.SealStatus.Retired, 1);

        vm.expectRevert(_wrongStatus(_sealId, ISealRegistry.SealStatus.Revoked));
        vm.prank(REGISTRAR);
        registry.retireSeal(_sealId);
        vm.expectRevert(_wrongStatus(other, ISealRegistry.SealStatus.Retired));
        vm.prank(REGISTRAR);
        registry.reinstateSeal(other);
    }

    function test_RefusesUnknownSeal() external {
        SealId unknown = SealId.wrap(keccak256("S-9"));
        vm.expectRevert(abi.encodeWithSelector(ISealRegistry.UnknownSeal.selector, unknown));
        this.suspend(unknown);
    }

    function test_RefusesEverythingFromStrangers() external {
        ISealRegistry.SealTerms memory terms = _terms(_agencyId, ISealRegistry.SealKind.Finance, "S-2");
        ISealRegistry.NewKey memory newKey = _firstKey(terms, 1003);
        bytes[9] memory calls = [
            abi.encodeCall(ISealRegistry.enrolAgency, ("A-2", "Second")),
            abi.encodeCall(ISealRegistry.issueSeal, (terms, newKey)),
            abi.encodeCall(ISealRegistry.replaceKey, (_sealId, newKey)),
            abi.encodeCall(ISealRegistry.suspendSeal, (_sealId)),
            abi.encodeCall(ISealRegistry.reinstateSeal, (_sealId)),
            abi.encodeCall(ISealRegistry.revokeSeal, (_sealId)),
            abi.encodeCall(ISealRegistry.retireSeal, (_sealId)),
            abi.encodeCall(ISealRegistry.declareCompromise, (_sealId, 1, START)),
            abi.encodeWithSignature("setAuthority(address)", STRANGER)
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            _expectUnauthorized(STRANGER);
            vm.prank(STRANGER);
            (bool ignored, ) = address(registry).call(calls[i]);
            ignored;
        }
    }

    // Compromise ------------------------------------------------------------------------------------------------------

    function test_CompromiseOfCurrentKeySuspends() external {
        vm.expectEmit();
        emit ISealRegistry.KeyCompromiseDeclared(_sealId, 1, START);
        _declareCompromise(_sealId, 1, START);
        _assertEpoch(_sealId, 2, ISealRegistry.SealStatus.Suspended, 1);
        vm.assertEq(registry.compromisedSince(_sealId, 1), START, "since");
    }

    function test_CompromiseOfEarlierKeyLeavesSealActive() external {
        _rotateKey(_sealId, _KEY, _NEXT_KEY);
        _declareCompromise(_sealId, 1, START);
        _assertEpoch(_sealId, 2, ISealRegistry.SealStatus.Active, 2);
        vm.assertEq(registry.compromisedSince(_sealId, 1), START, "epoch 1");
        vm.assertEq(registry.compromisedSince(_sealId, 2), 0, "epoch 2");
    }

    function test_CompromiseOfEndedSealBeginsNoEpoch() external {
        _retire(_sealId);
        _declareCompromise(_sealId, 1, START);
        vm.assertEq(_epoch(_sealId), 2, "epoch");
    }

    function test_RefusesCompromiseOfUnknownKey() external {
        vm.expectRevert(abi.encodeWithSelector(ISealRegistry.UnknownKeyVersion.selector, _sealId, 2));
        _declareCompromise(_sealId, 2, START);
    }

    function testFuzz_CompromiseLiesBetweenEnrolmentAndNow(uint48 since) external {
        uint48 latest = uint48(block.timestamp);
        if (since < START || since > latest) _expectInvalidCompromiseTime(since, latest);
        _declareCompromise(_sealId, 1, since);
    }

    function testFuzz_CompromiseOnlyMovesEarlier(uint48 first, uint48 second) external {
        first = START + (first % 1 days);
        second = START + (second % 1 days);
        _declareCompromise(_sealId, 1, first);
        if (second >= first) _expectInvalidCompromiseTime(second, first - 1);
        _declareCompromise(_sealId, 1, second);
        vm.assertEq(registry.compromisedSince(_sealId, 1), second < first ? second : first, "since");
    }

    // The signing key, and history by time ----------------------------------------------------------------------------

    function test_SigningKeyIsTheCurrentOne() external {
        _rotateKey(_sealId, _KEY, _NEXT_KEY);
        (uint64 epoch, , bytes memory key) = registry.signingKeyOf(_sealId);
        vm.assertEq(epoch, 2, "epoch");
        vm.assertEq(keccak256(key), keccak256(_publicKey(_NEXT_KEY)), "key");
    }

    function testFuzz_SigningKeyOnlyWithinValidity(uint48 time) external {
        (uint48 validFrom, uint48 validUntil) = (START, START + 3650 days);
        vm.assume(time > 0);
        vm.warp(time);
        if (time < validFrom || time > validUntil) {
            vm.expectRevert(
                abi.encodeWithSelector(ISealRegistry.SealNotValid.selector, _sealId, validFrom, validUntil, time)
            );
        }
        registry.signingKeyOf(_sealId);
    }

    function test_NoSigningKeyUnlessActive() external {
        _suspend(_sealId);
        vm.expectRevert(_wrongStatus(_sealId, ISealRegistry.SealStatus.Suspended));
        registry.signingKeyOf(_sealId);
    }

    /// @dev A seal changes now and then; the epoch at any time is the one that a walk through the history finds.
    function testFuzz_EpochAt(uint16[8] calldata pauses, uint48 time) external {
        for (uint256 i = 0; i < pauses.length; ++i) {
            vm.warp(block.timestamp + pauses[i]);
            if (i % 2 == 0) _suspend(_sealId);
            else this.reinstate(_sealId);
        }
        time = START - 10 + (time % uint48(block.timestamp - START + 20));
        ISealRegistry.Epoch[] memory epochs = registry.sealOf(_sealId).epochs;
        uint64 expected = 0;
        while (expected < epochs.length && epochs[expected].since <= time) ++expected;
        vm.assertEq(registry.epochAt(_sealId, time), expected, "epoch");
    }

    // Called as `this.…`, so that an expected refusal is of the whole call and not of a cheat code within it.

    function issue(ISealRegistry.SealTerms memory terms, uint256 secret) external {
        ISealRegistry.NewKey memory newKey = _firstKey(terms, secret);
        vm.prank(REGISTRAR);
        registry.issueSeal(terms, newKey);
    }

    function rotate(SealId sealId, uint256 oldSecret, uint256 newSecret) external {
        _rotateKey(sealId, oldSecret, newSecret);
    }

    function suspend(SealId sealId) external {
        _suspend(sealId);
    }

    function reinstate(SealId sealId) external {
        vm.prank(REGISTRAR);
        registry.reinstateSeal(sealId);
    }

    function _issueOfficialSeal(string memory physicalCode, uint256 secret) private returns (SealId) {
        return _issueSeal(_terms(_agencyId, ISealRegistry.SealKind.Official, physicalCode), secret);
    }

    function _replaceKey(uint256 secret) private {
        (ISealRegistry.NewKey memory newKey, ) = _nextKey(_sealId, secret);
        vm.prank(REGISTRAR);
        registry.replaceKey(_sealId, newKey);
    }

    function _expectInvalidValidity(ISealRegistry.SealTerms memory terms) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                ISealRegistry.InvalidValidity.selector,
                terms.validFrom,
                terms.validUntil,
                block.timestamp
            )
        );
        this.issue(terms, 1003);
    }

    function _expectInvalidCompromiseTime(uint48 since, uint48 latest) private {
        vm.expectRevert(abi.encodeWithSelector(ISealRegistry.InvalidCompromiseTime.selector, since, START, latest));
    }

    function _wrongStatus(SealId sealId, ISealRegistry.SealStatus status) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ISealRegistry.WrongSealStatus.selector, sealId, status);
    }

    function _invalidStatement(SealId sealId, uint64 epoch, bytes32 statement) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ISealRegistry.InvalidStatement.selector, sealId, epoch, statement);
    }
}
