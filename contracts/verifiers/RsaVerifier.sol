// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {RSA} from "@openzeppelin/contracts/utils/cryptography/RSA.sol";

/// @title RSA signatures, PKCS #1 v1.5 with SHA-256
/// @notice The key is the modulus: 256 to 512 bytes, no leading zero; e = 65537. The signature is as long as the modulus.
/// (OpenZeppelin's ready verifier hashes the digest once more and lets the key choose e, even 1.)
/// @custom:stateless
contract RsaVerifier is IERC7913SignatureVerifier {
    bytes private constant _EXPONENT = hex"010001";

    /// @inheritdoc IERC7913SignatureVerifier
    function verify(bytes calldata key, bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        bool valid =
            key.length >= 256 && key.length <= 512 && key[0] != 0 && RSA.pkcs1Sha256(digest, signature, _EXPONENT, key);
        return valid ? IERC7913SignatureVerifier.verify.selector : bytes4(0xffffffff);
    }
}
