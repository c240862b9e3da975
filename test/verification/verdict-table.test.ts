import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHECK_NAMES, type Conclusion } from '../../src/model/report.ts';
import { clear } from '../../src/verification/checks/finding.ts';
import { concludeSeal } from '../../src/verification/conclude.ts';
import type { ReadSeal, SealFacts } from '../../src/verification/facts.ts';
import { TABLE } from '../../src/verification/table.ts';
import { readFacts, verifyDocument } from '../../src/verification/verify-document.ts';
import { sealFile } from '../support/seal-file.ts';
import { openStage, type Stage } from './stage.ts';
import { VERDICT_CASES } from './verdict-cases.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

const verdictOf = ({ indication, subIndication }: Conclusion): string =>
  subIndication ? `${indication} / ${subIndication}` : indication;

/** The verdict of a verifier in which this row's check sees nothing. */
function verdictUnseen(facts: SealFacts, finding: string): string {
  const table = TABLE.map((row) => (row.finding === finding ? { ...row, find: () => clear('not looked at') } : row));
  try {
    return verdictOf(concludeSeal(facts, table));
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('the verdict table has a hole')) return 'undecided';
    throw error;
  }
}

async function firstSeal(bytes: Uint8Array, environment = stage.environment): Promise<SealFacts> {
  const facts = await readFacts(bytes, environment);
  if ('unreadable' in facts || !facts.seals[0]) throw new Error(`no seal: ${JSON.stringify(facts)}`);
  return facts.seals[0];
}

describe.each(VERDICT_CASES)('$finding: $file', ({ finding, verdict, unseen, make }) => {
  test(`gets ${verdict}, and by this row alone`, async () => {
    const { bytes, environment: changed } = await make(stage);
    const environment = { ...stage.environment, ...changed };
    const report = await verifyDocument(bytes, environment);
    const [seal] = report.seals;
    expect(seal && verdictOf(seal), JSON.stringify(seal?.checks, null, 1)).toBe(verdict);
    expect(report.indication).not.toBe('TOTAL-PASSED');
    expect(verdictUnseen(await firstSeal(bytes, environment), finding)).toBe(unseen);
  });
});

/** The contract forbids these, so no real file can show them: the facts of a good one, changed. */
describe('from facts alone', () => {
  const FROM_FACTS = [
    {
      finding: 'seal not active when used',
      fact: 'the epoch of the anchor was one of suspension',
      verdict: 'TOTAL-FAILED / SEAL_NOT_ACTIVE',
      anchored: ({ epoch }: Anchored) => ({ epoch: { ...epoch, status: 'suspended' as const } }),
    },
    {
      finding: 'seal not active when used',
      fact: "the anchor is older than the seal's validity",
      verdict: 'TOTAL-FAILED / SEAL_NOT_ACTIVE',
      anchored: ({ seal, anchor }: Anchored) => ({ seal: { ...seal, validFrom: anchor.anchoredAt + 1 } }),
    },
    {
      finding: 'key compromised since before the anchor, seal revoked before it',
      fact: "the seal was revoked in the anchor's epoch",
      verdict: 'TOTAL-FAILED / REVOKED',
      anchored: ({ seal, epoch }: Anchored) => ({
        seal: { ...seal, epochs: [{ ...epoch, status: 'revoked' as const }] },
      }),
    },
  ];

  test.each(FROM_FACTS)('$fact: $verdict', async ({ finding, verdict, anchored: change }) => {
    const facts = await firstSeal((await sealFile(stage.chain, stage.pdf, stage.seal)).bytes);
    if (!facts.read || !facts.ledger.reached || !facts.ledger.anchored) throw new Error('the good file has no anchor');
    const { anchored } = facts.ledger;
    const changed: ReadSeal = { ...facts, ledger: { ...facts.ledger, anchored: { ...anchored, ...change(anchored) } } };
    expect(verdictOf(concludeSeal(changed))).toBe(verdict);
    expect(verdictUnseen(changed, finding)).toBe('TOTAL-PASSED');
  });

  test.each(TABLE.map(({ finding }) => finding))('every row has a case: %s', (finding) => {
    expect([...VERDICT_CASES, ...FROM_FACTS].map((verdictCase) => verdictCase.finding)).toContain(finding);
  });
});

describe('a good file', () => {
  test('passes with every check made', async () => {
    const { bytes } = await sealFile(stage.chain, stage.pdf, stage.seal);
    const report = await verifyDocument(bytes, stage.environment);
    expect(verdictOf(report)).toBe('TOTAL-PASSED');
    expect(report.seals[0]?.checks.map(({ name, status }) => [name, status])).toEqual(
      CHECK_NAMES.map((name) => [name, 'passed']),
    );
    expect(report.notices).toEqual([]);
  });

  test.each(CHECK_NAMES)('does not pass without the check: %s', async (name) => {
    const facts = await firstSeal((await sealFile(stage.chain, stage.pdf, stage.seal)).bytes);
    const rest = TABLE.filter(({ check }) => check !== name);
    expect(() => concludeSeal(facts, rest)).toThrow(`not made: ${name}`);
  });
});

type Anchored = NonNullable<Extract<ReadSeal['ledger'], { reached: true }>['anchored']>;
