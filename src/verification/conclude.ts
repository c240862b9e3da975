import {
  CHECK_NAMES,
  type Check,
  type CheckName,
  type Conclusion,
  type Indication,
  type Report,
  type SealReport,
} from '../model/report.ts';
import type { Finding } from './checks/finding.ts';
import { describeSeal } from './describe-seal.ts';
import type { FileFacts, SealFacts } from './facts.ts';
import { noticesOf } from './notices.ts';
import type { Policy } from './policy.ts';
import { type Row, TABLE } from './table.ts';

/** The judgement. Pure: the same facts, policy and time give the same report. `now` in Unix seconds. */
export function conclude(facts: FileFacts, policy: Policy, now: number): Report {
  const seals = facts.seals.map((seal): SealReport => ({ ...describeSeal(seal), ...concludeSeal(seal) }));
  return {
    ...worstOf(seals),
    seals,
    signatures: facts.signatures,
    notices: facts.seals.flatMap((seal) => noticesOf(seal, policy, now)),
  };
}

/** A file that cannot be read as a whole holds no seal that could be judged. */
export const unreadableReport = (reason: string): Report => ({
  indication: 'TOTAL-FAILED',
  subIndication: 'FORMAT_FAILURE',
  reason,
  seals: [],
  signatures: [],
  notices: [],
});

/** The first row that finds something decides; without one, every required check must have been made and passed. */
export function concludeSeal(seal: SealFacts, table: readonly Row[] = TABLE): Conclusion & { readonly checks: readonly Check[] } {
  const judged = table.map(({ check, verdict, find }) => ({ check, verdict, finding: find(seal) }));
  const checks = CHECK_NAMES.map((name) => summarise(name, judged));
  const decisive = judged.find(({ finding }) => finding.kind === 'found');
  if (decisive) return { ...decisive.verdict, checks };
  const unmade = checks.filter(({ status }) => status !== 'passed').map(({ name }) => name);
  if (unmade.length > 0) throw new Error(`the verdict table has a hole: no row decides, yet not made: ${unmade.join(', ')}`);
  return { indication: 'TOTAL-PASSED', checks };
}

type Judged = { readonly check: CheckName; readonly verdict: Conclusion; readonly finding: Finding };

function summarise(name: CheckName, judged: readonly Judged[]): Check {
  const own = judged.filter(({ check }) => check === name);
  const decisive = own.find(({ finding }) => finding.kind === 'found');
  if (decisive) {
    const status = decisive.verdict.indication === 'INDETERMINATE' ? 'indeterminate' : 'failed';
    return { name, status, detail: decisive.finding.detail };
  }
  const unmade = own.find(({ finding }) => finding.kind === 'not-made');
  if (unmade || own.length === 0)
    return { name, status: 'not-made', detail: unmade?.finding.detail ?? 'no row makes this check' };
  return { name, status: 'passed', detail: own.map(({ finding }) => finding.detail).join('; ') };
}

const FROM_WORST: readonly Indication[] = ['TOTAL-FAILED', 'INDETERMINATE', 'TOTAL-PASSED'];

function worstOf(seals: readonly SealReport[]): Conclusion {
  for (const indication of FROM_WORST) {
    const worst = seals.find((seal) => seal.indication === indication);
    if (worst) return worst.subIndication ? { indication, subIndication: worst.subIndication } : { indication };
  }
  return { indication: 'TOTAL-FAILED', subIndication: 'NO_SEAL_FOUND' };
}
