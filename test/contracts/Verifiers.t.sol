// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {P256Verifier} from "../../contracts/verifiers/P256Verifier.sol";
import {RsaVerifier} from "../../contracts/verifiers/RsaVerifier.sol";
import {RsaSigner} from "./support/RsaSigner.sol";
import {VermilionTest} from "./support/VermilionTest.sol";
import {vm} from "./support/Vm.sol";

contract VerifiersTest is VermilionTest {
    bytes32 private constant _DIGEST = sha256("statement");

    IERC7913SignatureVerifier private _p256;
    IERC7913SignatureVerifier private _rsa;

    function setUp() external {
        _p256 = new P256Verifier();
        _rsa = new RsaVerifier();
    }

    function testFuzz_P256AcceptsTheKeysSignature(uint256 secret, bytes32 digest) external view {
        secret = 1 + (secret % (P256.N - 1));
        vm.assertTrue(_accepts(_p256, _publicKey(secret), digest, _sign(secret, digest)), "own");
        vm.assertFalse(_accepts(_p256, _publicKey(secret), ~digest, _sign(secret, digest)), "another digest");
    }

    function test_P256RefusesTheOtherForm() external view {
        bytes memory signature = _sign(1, _DIGEST);
        (bytes32 r, bytes32 s) = abi.decode(signature, (bytes32, bytes32));
        bytes memory highS = abi.encodePacked(r, P256.N - uint256(s));
        vm.assertFalse(_accepts(_p256, _publicKey(1), _DIGEST, highS), "high s");
    }

    function test_P256RefusesOtherLengths() external view {
        (bytes memory key, bytes memory signature) = (_publicKey(1), _sign(1, _DIGEST));
        vm.assertFalse(_accepts(_p256, bytes.concat(key, hex"00"), _DIGEST, signature), "longer key");
        vm.assertFalse(_accepts(_p256, hex"", _DIGEST, signature), "no key");
        vm.assertFalse(_accepts(_p256, key, _DIGEST, bytes.concat(signature, hex"00")), "longer signature");
        vm.assertFalse(_accepts(_p256, key, _DIGEST, hex""), "no signature");
    }

    function testFuzz_P256RefusesKeysOffTheCurve(bytes32 x, bytes32 y) external view {
        vm.assume(!P256.isValidPublicKey(x, y));
        vm.assertFalse(_accepts(_p256, abi.encodePacked(x, y), _DIGEST, _sign(1, _DIGEST)), "off the curve");
    }

    function test_RsaAcceptsTheKeysSignature() external view {
        bytes memory signature = RsaSigner.sign(_DIGEST);
        vm.assertTrue(_accepts(_rsa, RsaSigner.MODULUS, _DIGEST, signature), "own");
        vm.assertFalse(_accepts(_rsa, RsaSigner.MODULUS, ~_DIGEST, signature), "another digest");
    }

    function test_RsaRefusesOtherLengths() external view {
        bytes memory signature = RsaSigner.sign(_DIGEST);
        bytes memory modulus = RsaSigner.MODULUS;
        vm.assertFalse(_accepts(_rsa, modulus, _DIGEST, bytes.concat(hex"00", signature)), "longer signature");
        vm.assertFalse(_accepts(_rsa, hex"ff", _DIGEST, signature), "short key");
        vm.assertFalse(
            _accepts(_rsa, bytes.concat(hex"00", modulus), _DIGEST, bytes.concat(hex"00", signature)),
            "leading zero"
        );
        vm.assertFalse(_accepts(_rsa, bytes.concat(modulus, modulus, hex"01"), _DIGEST, signature), "long key");
    }

    function testFuzz_RsaRefusesAnyChangedByte(uint8 position, uint8 difference) external view {
        vm.assume(difference != 0);
        bytes memory signature = RsaSigner.sign(_DIGEST);
        signature[position] ^= bytes1(difference);
        vm.assertFalse(_accepts(_rsa, RsaSigner.MODULUS, _DIGEST, signature), "changed");
    }

    function _accepts(
        IERC7913SignatureVerifier verifier,
        bytes memory key,
        bytes32 digest,
        bytes memory signature
    ) private view returns (bool) {
        return verifier.verify(key, digest, signature) == IERC7913SignatureVerifier.verify.selector;
    }
}
