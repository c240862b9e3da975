import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import { beforeAll, expect, test, vi } from 'vitest';
import hardhatConfig from '../../hardhat.config.ts';

type Contract = 'SealRegistry' | 'DocumentLedger';

/** How a broken contract takes the sound one's place. */
const DEPLOYING: Readonly<Record<Contract, string>> = {
  SealRegistry: `function _newRegistry(address a, address p, address r) internal override returns (ISealRegistry) { return new Broken(a, p, r); }`,
  DocumentLedger: `function _newLedger(address a, ISealRegistry r) internal override returns (IDocumentLedger) { return new Broken(a, r); }`,
};

/**
 * Each row breaks a copy of the contracts in one place; the invariant must notice, and by the rule that is meant. A rule that
 * catches nothing would be no rule.
 */
const BROKEN: readonly (readonly [name: string, contract: Contract, from: string, to: string, caught: RegExp])[] = [
  [
    'AnySignatureAnchors',
    'DocumentLedger',
    'if (answer != IERC7913SignatureVerifier.verify.selector) revert',
    'if (answer == 0) revert',
    /anchored without the key|anchored by a replay|revoked without a key/,
  ],
  [
    'StatementWithoutEpoch',
    'DocumentLedger',
    'address(this), sealId, epoch, root',
    'address(this), sealId, uint64(1), root',
    /a live key's statement was refused|anchored by a replay/,
  ],
  [
    'StatementWithoutSeal',
    'DocumentLedger',
    'address(this), sealId, epoch, root',
    'address(this), epoch, root',
    /a live key's statement was refused|anchored without the key/,
  ],
  [
    'AnchorsByRootAlone',
    'DocumentLedger',
    '_anchors[sealId][root]',
    '_anchors[SealId.wrap(0)][root]',
    /anchored|a live key's statement was refused/,
  ],
  [
    'RepeatedAnchorMoves',
    'DocumentLedger',
    'if (anchored == leafCount) return;',
    'if (anchored == leafCount) _anchors[sealId][root].anchoredAt = uint64(block.timestamp);\n        if (anchored == leafCount) return;',
    /an anchor changed/,
  ],
  [
    'AnyAgencyRevokes',
    'DocumentLedger',
    '_requireSameAgency(withdrawal.sealId, signingSealId);',
    '',
    /revoked by a seal of another agency/,
  ],
  [
    'BatchRevertsAsAWhole',
    'DocumentLedger',
    'emit AnchoringRefused(item.sealId, item.root, bytes4(reason));',
    'revert(string(reason));',
    /a batch reverted as a whole/,
  ],
  ['SuspendedSealAnchors', 'SealRegistry', 'if (seal.status != required)', 'if (seal.status == SealStatus.None)', /not active/],
  ['EpochIsReused', 'SealRegistry', 'uint64 epoch = ++seal.epoch;', 'uint64 epoch = seal.epoch = 1;', /an epoch changed/],
  ['KeyServesAgain', 'SealRegistry', '_enrolledKeys[keyDigest] = true;', '', /a key was enrolled twice/],
  [
    'OldKeyNeedNotAgree',
    'SealRegistry',
    '_requireSigned(sealId, seal.keys[seal.keyVersion].key, statement, authorisation);',
    '',
    /rotated without the old key/,
  ],
  [
    'CompromisedKeyComesBack',
    'SealRegistry',
    'if (since != 0) revert KeyCompromised',
    'if (since == 1) revert KeyCompromised',
    /compromised/,
  ],
  ['CompromiseDoesNotSuspend', 'SealRegistry', '_beginEpoch(sealId, SealStatus.Suspended, keyVersion);', '', /compromised/],
];

const ROOT = path.resolve(import.meta.dirname, '../..');
const PROJECT = path.join(ROOT, 'cache/broken-contracts');

/** What the invariant said about each copy; `undefined` where it held. */
let verdicts: Map<string, string | undefined>;

beforeAll(async () => {
  await rm(PROJECT, { recursive: true, force: true });
  await mkdir(PROJECT, { recursive: true });
  await writeFile(path.join(PROJECT, 'package.json'), '{ "type": "module" }');
  await cp(path.join(ROOT, 'contracts'), path.join(PROJECT, 'contracts'), { recursive: true });
  for (const test of ['Invariants.t.sol', 'support']) {
    await cp(path.join(ROOT, 'test/contracts', test), path.join(PROJECT, 'test/contracts', test), { recursive: true });
  }
  for (const [name, contract, from, to] of BROKEN) await breakContract(name, contract, from, to);
  verdicts = await runInvariants();
}, 300_000);

test('the contracts as they are hold', () => {
  expect(verdicts.get('InvariantsTest')).toBeUndefined();
  expect(verdicts.size).toBe(BROKEN.length + 1);
});

test.each(BROKEN)('%s is caught', (name, _contract, _from, _to, caught) => {
  expect(verdicts.get(name)).toMatch(caught);
});

/** A broken copy beside the contract, and the invariant deployed with it. */
async function breakContract(name: string, contract: Contract, from: string, to: string): Promise<void> {
  const text = await readFile(path.join(ROOT, `contracts/${contract}.sol`), 'utf8');
  if (!text.includes(from)) throw new Error(`${name}: ${contract} no longer says ${from}`);
  await writeFile(path.join(PROJECT, `contracts/${name}.sol`), text.replaceAll(from, to));
  await writeFile(
    path.join(PROJECT, `test/contracts/${name}.t.sol`),
    `// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {${contract} as Broken} from "../../contracts/${name}.sol";
import {IDocumentLedger} from "../../contracts/interfaces/IDocumentLedger.sol";
import {ISealRegistry} from "../../contracts/interfaces/ISealRegistry.sol";
import {InvariantsTest} from "./Invariants.t.sol";

contract ${name} is InvariantsTest {
    ${DEPLOYING[contract]}
}
`,
  );
}

async function runInvariants(): Promise<typeof verdicts> {
  const config = {
    ...hardhatConfig,
    test: { solidity: { fuzz: { seed: '0x1' }, invariant: { runs: 12, depth: 100, shrinkRunLimit: 0 } } },
  };
  const hre = await createHardhatRuntimeEnvironment(config, {}, PROJECT);
  // Its report of failures is what is expected here, and long.
  const output = vi.spyOn(process.stdout, 'write').mockImplementation(swallow);
  const { suiteResults } = suitesOf(await hre.tasks.getTask(['test', 'solidity']).run({}));
  output.mockRestore();
  return new Map(
    suiteResults.map(({ id, testResults }) => {
      const [result] = testResults;
      const failure = result?.status === 'Success' ? undefined : (result?.reason ?? 'failed without a reason');
      return [id.name, failure];
    }),
  );
}

/** Takes a chunk as a stream would, and drops it. */
function swallow(_chunk: unknown, encoding?: unknown, done?: unknown): boolean {
  const callback = typeof encoding === 'function' ? encoding : done;
  if (typeof callback === 'function') callback();
  return true;
}

interface SuiteResults {
  readonly suiteResults: readonly {
    readonly id: { readonly name: string };
    readonly testResults: readonly { readonly status: string; readonly reason: string | undefined }[];
  }[];
}

/** The task's result holds the suites whether they passed or not. */
const suitesOf = (result: { success: boolean; value?: SuiteResults; error?: SuiteResults }): SuiteResults => {
  const suites = result.success ? result.value : result.error;
  if (suites === undefined) throw new Error('Hardhat reported no suites');
  return suites;
};
