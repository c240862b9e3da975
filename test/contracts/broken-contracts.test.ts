import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import { beforeAll, expect, test, vi } from 'vitest';
import hardhatConfig from '../../hardhat.config.ts';

/**
 * Each row breaks a copy of the contracts in one place; the invariant must notice, and by the rule that is meant. A rule that
 * catches nothing would be no rule.
 */
const BROKEN: readonly (readonly [name: string, file: string, from: string, to: string, caught: RegExp])[] = [
  [
    'AnySignatureAnchors',
    'DocumentLedger.sol',
    'if (answer != IERC7913SignatureVerifier.verify.selector) revert',
    'if (answer == 0) revert',
    /anchored without the key|anchored by a replay|revoked without a key/,
  ],
  [
    'StatementWithoutEpoch',
    'DocumentLedger.sol',
    'address(this), sealId, epoch, root',
    'address(this), sealId, uint64(1), root',
    /a live key's statement was refused|anchored by a replay/,
  ],
  [
    'StatementWithoutSeal',
    'DocumentLedger.sol',
    'address(this), sealId, epoch, root',
    'address(this), epoch, root',
    /a live key's statement was refused|anchored without the key/,
  ],
  [
    'AnchorsByRootAlone',
    'DocumentLedger.sol',
    '_anchors[sealId][root]',
    '_anchors[SealId.wrap(0)][root]',
    /anchored|a live key's statement was refused/,
  ],
  [
    'RepeatedAnchorMoves',
    'DocumentLedger.sol',
    'if (anchored == leafCount) return;',
    'if (anchored == leafCount) _anchors[sealId][root].anchoredAt = uint64(block.timestamp);\n        if (anchored == leafCount) return;',
    /an anchor changed/,
  ],
  [
    'AnyAgencyRevokes',
    'DocumentLedger.sol',
    '_requireSameAgency(withdrawal.sealId, signingSealId);',
    '',
    /revoked by a seal of another agency/,
  ],
  [
    'BatchRevertsAsAWhole',
    'DocumentLedger.sol',
    'emit AnchoringRefused(item.sealId, item.root, bytes4(reason));',
    'revert(string(reason));',
    /a batch reverted as a whole/,
  ],
  [
    'SuspendedSealAnchors',
    'SealRegistry.sol',
    'if (seal.status != required)',
    'if (seal.status == SealStatus.None)',
    /not active/,
  ],
  ['EpochIsReused', 'SealRegistry.sol', 'uint64 epoch = ++seal.epoch;', 'uint64 epoch = seal.epoch = 1;', /an epoch changed/],
  ['KeyServesAgain', 'SealRegistry.sol', '_enrolledKeys[keyDigest] = true;', '', /a key was enrolled twice/],
  [
    'OldKeyNeedNotAgree',
    'SealRegistry.sol',
    '_requireSigned(sealId, seal.keys[seal.keyVersion].key, statement, authorisation);',
    '',
    /rotated without the old key/,
  ],
  [
    'CompromisedKeyComesBack',
    'SealRegistry.sol',
    'if (since != 0) revert KeyCompromised',
    'if (since == 1) revert KeyCompromised',
    /compromised/,
  ],
  ['CompromiseDoesNotSuspend', 'SealRegistry.sol', '_beginEpoch(sealId, SealStatus.Suspended, keyVersion);', '', /compromised/],
];

const ROOT = path.resolve(import.meta.dirname, '../..');
const PROJECT = path.join(ROOT, 'cache/broken-contracts');

/** What the invariant said about each copy; `undefined` where it held. */
let verdicts: Map<string, string | undefined>;

beforeAll(async () => {
  await rm(PROJECT, { recursive: true, force: true });
  await mkdir(PROJECT, { recursive: true });
  await writeFile(path.join(PROJECT, 'package.json'), '{ "type": "module" }');
  await copyContracts('Sound');
  for (const [name, file, from, to] of BROKEN) await copyContracts(name, file, from, to);
  verdicts = await runInvariants();
}, 300_000);

test('the contracts as they are hold', () => {
  expect(verdicts.get('Sound')).toBeUndefined();
  expect(verdicts.size).toBe(BROKEN.length + 1);
});

test.each(BROKEN)('%s is caught', (name, _file, _from, _to, caught) => {
  expect(verdicts.get(name)).toMatch(caught);
});

/** Contracts and invariant in folders of their own, so that one build and one run serve all copies. */
async function copyContracts(name: string, file?: string, from = '', to = ''): Promise<void> {
  const contracts = path.join(PROJECT, 'contracts', name);
  const tests = path.join(PROJECT, 'test/contracts', name);
  await cp(path.join(ROOT, 'contracts'), contracts, { recursive: true });
  await mkdir(path.join(tests, 'support'), { recursive: true });
  await cp(path.join(ROOT, 'test/contracts/Invariants.t.sol'), path.join(tests, 'Invariants.t.sol'));
  for (const support of await readdir(path.join(ROOT, 'test/contracts/support'))) {
    const text = await readFile(path.join(ROOT, 'test/contracts/support', support), 'utf8');
    await writeFile(
      path.join(tests, 'support', support),
      text.replaceAll('../../../contracts/', `../../../../contracts/${name}/`),
    );
  }
  if (file === undefined) return;
  const text = await readFile(path.join(contracts, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${name}: ${file} no longer says ${from}`);
  await writeFile(path.join(contracts, file), text.replaceAll(from, to));
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
      return [path.basename(path.dirname(id.source)), failure];
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
    readonly id: { readonly source: string };
    readonly testResults: readonly { readonly status: string; readonly reason: string | undefined }[];
  }[];
}

/** The task's result holds the suites whether they passed or not. */
const suitesOf = (result: { success: boolean; value?: SuiteResults; error?: SuiteResults }): SuiteResults => {
  const suites = result.success ? result.value : result.error;
  if (suites === undefined) throw new Error('Hardhat reported no suites');
  return suites;
};
