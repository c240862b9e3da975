import type { Indication } from '../model/report.ts';

/** The command's exit codes: 0 to 2 are verdicts of `verify`; the others say that there was none. */
export const EXIT = { passed: 0, failed: 1, indeterminate: 2, refused: 64, unavailable: 69 } as const;

const SEVERITY = { 'TOTAL-PASSED': 0, INDETERMINATE: 1, 'TOTAL-FAILED': 2 } as const;
const CODES = [EXIT.passed, EXIT.indeterminate, EXIT.failed] as const;

/** Several files end with the worst verdict among them. */
export function exitCodeOf(indications: readonly Indication[]): number {
  const worst = indications.reduce((severity, indication) => Math.max(severity, SEVERITY[indication]), 0);
  return CODES[worst] ?? EXIT.failed;
}
