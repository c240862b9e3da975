import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Digest } from '../../src/model/identifiers.ts';
import { conclude, concludeSeal } from '../../src/verification/conclude.ts';
import type { Anchored, ReachedLedger, ReadSeal } from '../../src/verification/facts.ts';
import { DEFAULT_POLICY } from '../../src/verification/policy.ts';
import { TABLE } from '../../src/verification/table.ts';
import { readFacts } from '../../src/verification/verify-document.ts';
import { sealFile } from '../support/seal-file.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
/** The facts of a real file on a real chain, with nothing wrong in them. */
let good: ReadSeal;
beforeAll(async () => {
  stage = await openStage();
  const { bytes } = await sealFile(stage.chain, stage.pdf, stage.seal);
  const facts = await readFacts(bytes, stage.environment);
  if ('unreadable' in facts || !facts.seals[0]?.read) throw new Error('the good file cannot be read');
  [good] = facts.seals as readonly [ReadSeal];
});
afterAll(() => stage.stop());

const ANOTHER = `0x${'ef'.repeat(32)}` as Digest;

interface Fault {
  readonly finding: string;
  readonly fault: string;
  readonly apply: (seal: ReadSeal) => ReadSeal;
}

const onLedger =
  (change: (ledger: ReachedLedger) => ReachedLedger) =>
  (seal: ReadSeal): ReadSeal =>
    seal.ledger.reached ? { ...seal, ledger: change(seal.ledger) } : seal;
const onAnchor = (change: (anchored: Anchored) => Anchored) =>
  onLedger((ledger) => (ledger.anchored ? { ...ledger, anchored: change(ledger.anchored) } : ledger));
const without = <Facts extends object>(facts: Facts, key: keyof Facts): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => name !== key)) as Facts;

/** One fault for each row of the table that judges facts, in the table's order. */
const FAULTS: readonly Fault[] = [
  { fault: 'another digest', finding: 'digest differs', apply: (seal) => ({ ...seal, coveredDigest: ANOTHER }) },
  { fault: 'a wrong value', finding: 'signature value wrong', apply: (seal) => ({ ...seal, signatureVerifies: false }) },
  {
    fault: 'a forbidden change',
    finding: 'changed after the seal in a way that no seal covers',
    apply: (seal) => ({ ...seal, laterRevisions: [{ end: 1, changes: 'forbidden', findings: ['page'], signedBy: [] }] }),
  },
  {
    fault: 'another document in the dictionary',
    finding: 'record, dictionary, field and preceding seal disagree',
    apply: (seal) => ({ ...seal, dictionaryDocumentId: '00' }),
  },
  {
    fault: 'another mark',
    finding: 'the page shows another mark than the registered one',
    apply: (seal) => ({ ...seal, shownMark: ANOTHER }),
  },
  { fault: 'a weak key', finding: 'algorithm too weak', apply: (seal) => ({ ...seal, weakness: 'RSA modulus of 128 bytes' }) },
  {
    fault: 'an anchor that is not final',
    finding: 'chain out of reach, nodes disagree, anchor not final yet',
    apply: onAnchor((anchored) => ({ ...anchored, final: false })),
  },
  {
    fault: 'another chain',
    finding: 'receipt names a chain or ledger not in the network file',
    apply: (seal) =>
      seal.receipt ? { ...seal, receipt: { ...seal.receipt, network: { ...seal.receipt.network, chainId: 1 } } } : seal,
  },
  { fault: 'a key of nobody', finding: 'key not in the registry', apply: onLedger((ledger) => without(ledger, 'keyHolder')) },
  {
    fault: 'no receipt',
    finding: 'no receipt in the file, and none from a configured service',
    apply: (seal) => onLedger((ledger) => without(ledger, 'anchored'))(without(seal, 'receipt')),
  },
  {
    fault: 'an anchor in another block',
    finding: 'receipt, but no such anchor',
    apply: onAnchor((anchored) => ({ ...anchored, anchor: { ...anchored.anchor, block: 0 } })),
  },
  {
    fault: "another certificate in the anchor's epoch",
    finding: 'certificate, record, anchor and registry name different seals',
    apply: onAnchor((anchored) => ({ ...anchored, key: { ...anchored.key, certificateDigest: ANOTHER } })),
  },
  {
    fault: 'an expired certificate',
    finding: "certificate not valid at the anchor's time",
    apply: (seal) => ({ ...seal, certificate: { ...seal.certificate, notAfter: 0 } }),
  },
  {
    fault: 'a compromised key',
    finding: 'key compromised since before the anchor, seal revoked before it',
    apply: onAnchor((anchored) => ({ ...anchored, key: { ...anchored.key, compromisedSince: 0 } })),
  },
  {
    fault: 'a suspended seal',
    finding: 'seal not active when used',
    apply: onAnchor((anchored) => ({ ...anchored, epoch: { ...anchored.epoch, status: 'suspended' } })),
  },
  {
    fault: 'a revoked document',
    finding: 'document revoked',
    apply: onLedger((ledger) => ({
      ...ledger,
      revocation: { sealId: good.record.sealId, leaf: good.leaf, reason: 'fraud', revokedAt: 1 },
    })),
  },
];

/** Faults that keep other checks from being made. */
const CHAIN_OUT_OF_REACH: Fault = {
  fault: 'a chain out of reach',
  finding: 'chain out of reach, nodes disagree, anchor not final yet',
  apply: (seal) => ({ ...seal, ledger: { reached: false, reason: 'no node answered' } }),
};
const NO_SUCH_SEAL: Fault = {
  fault: 'a seal that the registry does not know',
  finding: 'key not in the registry',
  apply: onLedger((ledger) => without(without(without(ledger, 'seal'), 'keyHolder'), 'anchored')),
};
const NO_SUCH_ANCHOR: Fault = {
  fault: 'a root that was not stated',
  finding: 'receipt, but no such anchor',
  apply: onLedger((ledger) => without(ledger, 'anchored')),
};

const apply = (faults: readonly Fault[]): ReadSeal => faults.reduce((seal, fault) => fault.apply(seal), good);
const verdictOfRow = (finding: string) => TABLE.find((row) => row.finding === finding)?.verdict;

test('the faults stand for all rows but the one about what cannot be read', () => {
  expect(FAULTS.map(({ finding }) => finding)).toEqual(TABLE.slice(1).map(({ finding }) => finding));
});

test('of several faults the first row of the table decides', () => {
  // A weak algorithm's digest and value are not computed, and without a receipt there is no anchor to find faults in.
  const dependent = ['another digest', 'a wrong value', 'no receipt'];
  const tried = FAULTS.filter(({ fault }) => !dependent.includes(fault));
  fc.assert(
    fc.property(fc.subarray(tried, { minLength: 1 }), (faults) => {
      expect(concludeSeal(apply(faults))).toMatchObject(verdictOfRow(faults[0]?.finding ?? '') ?? {});
    }),
  );
});

test('whatever is wrong or missing, there is a verdict, and it passes only where nothing is', () => {
  const all = [...FAULTS, CHAIN_OUT_OF_REACH, NO_SUCH_SEAL, NO_SUCH_ANCHOR];
  fc.assert(
    fc.property(fc.shuffledSubarray(all), (faults) => {
      expect(concludeSeal(apply(faults)).indication === 'TOTAL-PASSED').toBe(faults.length === 0);
    }),
    { numRuns: 1000 },
  );
});

test('the file takes its worst seal, whatever the order', () => {
  const failed = apply(FAULTS.filter(({ fault }) => fault === 'a revoked document'));
  const undecided = apply([NO_SUCH_ANCHOR]);
  const worst = [
    { seals: [good, good], indication: 'TOTAL-PASSED' },
    { seals: [good, undecided], indication: 'INDETERMINATE' },
    { seals: [undecided, good, failed], indication: 'TOTAL-FAILED' },
    { seals: [failed, undecided], indication: 'TOTAL-FAILED' },
    { seals: [], indication: 'TOTAL-FAILED' },
  ];
  for (const { seals, indication } of worst) {
    expect(conclude({ seals, signatures: [] }, DEFAULT_POLICY, 0).indication).toBe(indication);
  }
});
