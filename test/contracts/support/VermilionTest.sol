// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {DocumentLedger} from "../../../contracts/DocumentLedger.sol";
import {SealRegistry} from "../../../contracts/SealRegistry.sol";
import {IDocumentLedger, Leaf} from "../../../contracts/interfaces/IDocumentLedger.sol";
import {AgencyId, ISealRegistry, SealId} from "../../../contracts/interfaces/ISealRegistry.sol";
import {P256Verifier} from "../../../contracts/verifiers/P256Verifier.sol";
import {RsaVerifier} from "../../../contracts/verifiers/RsaVerifier.sol";
import {vm} from "./Vm.sol";

/// @dev Contracts with a registrar and a supervisor, keys, and statements written after docs/formats.md, not after the contracts.
abstract contract VermilionTest {
    uint48 internal constant START = 1_800_000_000;
    uint64 private constant _REGISTRAR_ROLE = 1;
    uint64 private constant _SUPERVISOR_ROLE = 2;

    address internal constant REGISTRAR = address(0xa1);
    address internal constant SUPERVISOR = address(0xa2);
    address internal constant STRANGER = address(0xa3);

    bytes32 internal constant MARK_DIGEST = keccak256("mark");
    bytes32 internal constant CERTIFICATE_DIGEST = keccak256("certificate");

    ISealRegistry internal registry;
    IDocumentLedger internal ledger;

    function _deploy() internal {
        vm.warp(START);
        AccessManager accessManager = new AccessManager(address(this));
        registry = _newRegistry(address(accessManager), address(new P256Verifier()), address(new RsaVerifier()));
        ledger = _newLedger(address(accessManager), registry);

        bytes4[] memory registrars = new bytes4[](7);
        registrars[0] = ISealRegistry.enrolAgency.selector;
        registrars[1] = ISealRegistry.issueSeal.selector;
        registrars[2] = ISealRegistry.replaceKey.selector;
        registrars[3] = ISealRegistry.suspendSeal.selector;
        registrars[4] = ISealRegistry.reinstateSeal.selector;
        registrars[5] = ISealRegistry.revokeSeal.selector;
        registrars[6] = ISealRegistry.retireSeal.selector;
        accessManager.setTargetFunctionRole(address(registry), registrars, _REGISTRAR_ROLE);
        bytes4[] memory supervisors = new bytes4[](2);
        supervisors[0] = ISealRegistry.declareCompromise.selector;
        supervisors[1] = IDocumentLedger.revokeDocumentBySupervisor.selector;
        accessManager.setTargetFunctionRole(address(registry), supervisors, _SUPERVISOR_ROLE);
        accessManager.setTargetFunctionRole(address(ledger), supervisors, _SUPERVISOR_ROLE);
        accessManager.grantRole(_REGISTRAR_ROLE, REGISTRAR, 0);
        accessManager.grantRole(_SUPERVISOR_ROLE, SUPERVISOR, 0);
    }

    function _newRegistry(
        address authority,
        address p256Verifier,
        address rsaVerifier
    ) internal virtual returns (ISealRegistry) {
        return new SealRegistry(authority, p256Verifier, rsaVerifier);
    }

    function _newLedger(address authority, ISealRegistry registry_) internal virtual returns (IDocumentLedger) {
        return new DocumentLedger(authority, registry_);
    }

    // Acts ------------------------------------------------------------------------------------------------------------

    function _enrolAgency(string memory code) internal returns (AgencyId) {
        vm.prank(REGISTRAR);
        return registry.enrolAgency(code, "An agency");
    }

    function _issueSeal(AgencyId agencyId, string memory physicalCode, uint256 secret) internal returns (SealId) {
        return _issueSeal(_terms(agencyId, ISealRegistry.SealKind.Finance, physicalCode), secret);
    }

    function _issueSeal(ISealRegistry.SealTerms memory terms, uint256 secret) internal returns (SealId) {
        ISealRegistry.NewKey memory newKey = _firstKey(terms, secret);
        vm.prank(REGISTRAR);
        return registry.issueSeal(terms, newKey);
    }

    function _anchor(SealId sealId, bytes32 root, uint64 leafCount, uint256 secret) internal {
        ledger.anchor(
            sealId,
            root,
            leafCount,
            _sign(secret, _anchorStatement(sealId, _epoch(sealId), root, leafCount))
        );
    }

    function _rotateKey(SealId sealId, uint256 oldSecret, uint256 newSecret) internal {
        (ISealRegistry.NewKey memory newKey, bytes32 statement) = _nextKey(sealId, newSecret);
        registry.rotateKey(sealId, newKey, _sign(oldSecret, statement));
    }

    function _suspend(SealId sealId) internal {
        vm.prank(REGISTRAR);
        registry.suspendSeal(sealId);
    }

    function _retire(SealId sealId) internal {
        vm.prank(REGISTRAR);
        registry.retireSeal(sealId);
    }

    function _declareCompromise(SealId sealId, uint32 keyVersion, uint48 since) internal {
        vm.prank(SUPERVISOR);
        registry.declareCompromise(sealId, keyVersion, since);
    }

    // What is said ------------------------------------------------------------------------------------------------------

    function _terms(
        AgencyId agencyId,
        ISealRegistry.SealKind kind,
        string memory physicalCode
    ) internal pure returns (ISealRegistry.SealTerms memory) {
        return
            ISealRegistry.SealTerms({
                agencyId: agencyId,
                kind: kind,
                physicalCode: physicalCode,
                markDigest: MARK_DIGEST,
                validFrom: START,
                validUntil: START + 3650 days
            });
    }

    /// @dev The key of `secret`, with its possession proven for a seal to be issued.
    function _firstKey(
        ISealRegistry.SealTerms memory terms,
        uint256 secret
    ) internal view returns (ISealRegistry.NewKey memory) {
        bytes memory key = _publicKey(secret);
        return ISealRegistry.NewKey(key, CERTIFICATE_DIGEST, _sign(secret, _enrolmentStatement(terms, key)));
    }

    /// @dev The key of `secret`, with its possession proven for a rotation now; and the statement that the old key signs too.
    function _nextKey(
        SealId sealId,
        uint256 secret
    ) internal view returns (ISealRegistry.NewKey memory newKey, bytes32 statement) {
        bytes memory key = _publicKey(secret);
        statement = sha256(
            abi.encodePacked(
                "Vermilion rotation v1\n",
                block.chainid,
                address(registry),
                sealId,
                _epoch(sealId),
                sha256(key),
                CERTIFICATE_DIGEST
            )
        );
        newKey = ISealRegistry.NewKey(key, CERTIFICATE_DIGEST, _sign(secret, statement));
    }

    function _enrolmentStatement(
        ISealRegistry.SealTerms memory terms,
        bytes memory key
    ) internal view returns (bytes32) {
        return
            sha256(
                bytes.concat(
                    abi.encodePacked("Vermilion enrolment v1\n", block.chainid, address(registry), terms.agencyId),
                    abi.encodePacked(keccak256(bytes(terms.physicalCode)), sha256(key), CERTIFICATE_DIGEST),
                    abi.encodePacked(
                        terms.markDigest,
                        uint8(terms.kind),
                        uint64(terms.validFrom),
                        uint64(terms.validUntil)
                    )
                )
            );
    }

    function _anchorStatement(
        SealId sealId,
        uint64 epoch,
        bytes32 root,
        uint64 leafCount
    ) internal view returns (bytes32) {
        return
            sha256(
                abi.encodePacked(
                    "Vermilion anchor v1\n",
                    block.chainid,
                    address(ledger),
                    sealId,
                    epoch,
                    root,
                    leafCount
                )
            );
    }

    function _revocationStatement(
        IDocumentLedger.Withdrawal memory withdrawal,
        SealId signingSealId
    ) internal view returns (bytes32) {
        return
            sha256(
                abi.encodePacked(
                    "Vermilion revocation v1\n",
                    block.chainid,
                    address(ledger),
                    signingSealId,
                    _epoch(signingSealId),
                    withdrawal.sealId,
                    withdrawal.leaf,
                    uint8(withdrawal.reason),
                    withdrawal.replacement
                )
            );
    }

    // Keys ------------------------------------------------------------------------------------------------------------

    function _publicKey(uint256 secret) internal pure returns (bytes memory) {
        (uint256 x, uint256 y) = vm.publicKeyP256(secret);
        return abi.encodePacked(x, y);
    }

    /// @dev r ‖ s with low s.
    function _sign(uint256 secret, bytes32 digest) internal pure returns (bytes memory) {
        (bytes32 r, bytes32 s) = vm.signP256(secret, digest);
        return abi.encodePacked(r, uint256(s) > P256.N / 2 ? P256.N - uint256(s) : uint256(s));
    }

    // Reading ---------------------------------------------------------------------------------------------------------

    function _epoch(SealId sealId) internal view returns (uint64) {
        return uint64(registry.sealOf(sealId).epochs.length);
    }

    function _currentEpoch(SealId sealId) internal view returns (ISealRegistry.Epoch memory) {
        ISealRegistry.Epoch[] memory epochs = registry.sealOf(sealId).epochs;
        return epochs[epochs.length - 1];
    }

    function _assertEpoch(
        SealId sealId,
        uint64 epoch,
        ISealRegistry.SealStatus status,
        uint32 keyVersion
    ) internal view {
        ISealRegistry.Epoch memory current = _currentEpoch(sealId);
        vm.assertEq(_epoch(sealId), epoch, "epoch");
        vm.assertEq(uint8(current.status), uint8(status), "status");
        vm.assertEq(current.keyVersion, keyVersion, "key version");
        vm.assertEq(current.since, block.timestamp, "since");
    }

    /// @dev Expects the next call to be refused because `caller` lacks the role.
    function _expectUnauthorized(address caller) internal {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, caller));
    }
}
