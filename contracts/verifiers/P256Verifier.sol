// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";

/// @title P-256 signatures
/// @notice Key x ‖ y and signature r ‖ s, exactly 64 bytes each, s at most half the group order: one signature has one form.
/// (OpenZeppelin's ready verifier ignores bytes after the 64th.)
/// @custom:stateless
contract P256Verifier is IERC7913SignatureVerifier {
    /// @inheritdoc IERC7913SignatureVerifier
    function verify(bytes calldata key, bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        bool valid =
            key.length == 64 &&
                signature.length == 64 &&
                P256.verify(
                    digest,
                    bytes32(signature[:32]),
                    bytes32(signature[32:]),
                    bytes32(key[:32]),
                    bytes32(key[32:])
                );
        return valid ? IERC7913SignatureVerifier.verify.selector : bytes4(0xffffffff);
    }
}
