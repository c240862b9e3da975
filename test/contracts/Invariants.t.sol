// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Actors} from "./support/Actors.sol";
import {VermilionTest} from "./support/VermilionTest.sol";

/// @dev What no sequence of calls may break, checked after every call. One invariant, so that every sequence is held against
/// all rules. test/contracts/broken-contracts.test.ts shows that each rule catches the contracts it is there to catch.
contract InvariantsTest is VermilionTest {
    Actors private _actors;

    function setUp() external {
        _deploy();
        _actors = new Actors(registry, ledger);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_actors);
    }

    function invariant_TheRulesHold() external view {
        _actors.assertNoBreach();
        _actors.assertAnchorsStand();
        _actors.assertEpochsOnlyGrow();
        _actors.assertActiveKeysAreSound();
    }
}
