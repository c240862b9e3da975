// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @dev An RSA-2048 key that signs by the EVM's own modular exponentiation. Everybody has it; it protects nothing.
library RsaSigner {
    bytes internal constant MODULUS =
        hex"ac959ed37290417e4545189ab5a45467463cd71f5352ed32d2cd96b72fc8449f930558eb3f9646c533eba7802d59ac9a"
        hex"1bbf1beabd536cd1e65b0f83742f7b198cedbb0247df0cbb31b005a13efcbab8b3f16bdcbab53ffe982ee24019392e4d"
        hex"f394d522c7313b06fa0a4d319280845eabfbc34d56ff6a42ef984b1fe2ac022850a92ee91be49709f3d28ab859ebf5a8"
        hex"e586e5818e81804f24bfcb9fd8226e53f22bc537599031b9faf78e43ba8eaaca100fe9794871a354e0079fdb939e8782"
        hex"5ece0e1501ca20f3b9fb1fa0912e9919a257f91ee19e1004add8da606ea3efbd8bc88cc9b3c5600df67380bc5819c05c"
        hex"dbdfa033519bde188d3465e04d706b9f";
    bytes private constant _PRIVATE_EXPONENT =
        hex"3b26b4df07ff05537fee64b671d736ce86b6478d0703ff24523800961c9c6958c00d2f22c2128183097e95544b36d6ff"
        hex"a2cee784970b46dad23717a4186845aac6309ccdf5502f8ee142d14b28c97a3ddffeb8d7586ed2d631d6afd9044c22e0"
        hex"b8c1a4235d5e343af9ec19f5099f5ebf0bf7284313b44af95221426e55445b20613cfcde62f3afc91bf7a9e42ad365be"
        hex"568bb372e9d6948264fda5b6f30073907716957ea4d1bdb8e07de7d8941f16307c76df8d61438b74327dd41a5e715092"
        hex"99e8c6e06331fa2a6bfc86e8a7607968a676480375a5c30a95a99ea49183457b871d433c6a4de3c8324808c8038e2639"
        hex"9578549a872f3f9ac46644398d7e0b21";

    /// @dev PKCS #1 v1.5 with SHA-256: 0x00 01 FF… 00 ‖ DigestInfo ‖ digest.
    function sign(bytes32 digest) internal view returns (bytes memory) {
        bytes memory padding = new bytes(202);
        for (uint256 i = 0; i < padding.length; ++i) padding[i] = 0xff;
        bytes memory encoded = abi.encodePacked(
            hex"0001",
            padding,
            hex"003031300d060960864801650304020105000420",
            digest
        );
        return Math.modExp(encoded, _PRIVATE_EXPONENT, MODULUS);
    }
}
