import { expect, test } from 'vitest';
import type { CheckName, CheckStatus, SealReport, SubIndication } from '../../src/model/report.ts';
import { beginsLikePdf, verdictNameOf } from '../../src/web/verdict-name.ts';

const failed = (subIndication: SubIndication) => ({ indication: 'TOTAL-FAILED', subIndication }) as const;
const undecided = (subIndication: SubIndication) => ({ indication: 'INDETERMINATE', subIndication }) as const;

const sealWith = (statuses: Partial<Record<CheckName, CheckStatus>>, replacement?: string): SealReport => ({
  ...failed('NO_POE'),
  field: 'Seal-1',
  coverage: 'entire-file',
  laterChanges: 'none',
  integrity: 'intact',
  checks: Object.entries(statuses).map(([name, status]) => ({ name: name as CheckName, status, detail: '' })),
  revocation: { reason: 'superseded', revokedAt: '2026-11-24T01:02:03Z', ...(replacement && { replacement }) },
});

test.each([
  ['a sealed file', { indication: 'TOTAL-PASSED' } as const, undefined, true, 'PASSED'],
  ['a damaged PDF', failed('FORMAT_FAILURE'), undefined, true, 'FORMAT_FAILURE'],
  ['a file of another kind', failed('FORMAT_FAILURE'), undefined, false, 'NOT_A_PDF'],
  ['no receipt', undecided('NO_POE'), sealWith({ receipt: 'not-made' }), true, 'NO_POE'],
  ['a receipt of an anchor that is not there', undecided('NO_POE'), sealWith({ receipt: 'passed' }), true, 'UNRECORDED_USE'],
  ['a revoked document', failed('DOCUMENT_REVOKED'), sealWith({}), true, 'DOCUMENT_REVOKED'],
  ['a replaced document', failed('DOCUMENT_REVOKED'), sealWith({}, '0x12'), true, 'DOCUMENT_REPLACED'],
  ['any other case', failed('HASH_FAILURE'), sealWith({}), true, 'HASH_FAILURE'],
] as const)('%s', (_, conclusion, seal, isPdf, name) => {
  expect(verdictNameOf(conclusion, seal, isPdf)).toBe(name);
});

test('a report that failed without a reason is no report', () => {
  expect(() => verdictNameOf({ indication: 'TOTAL-FAILED' }, undefined, true)).toThrow(TypeError);
});

test('a PDF begins with its header', () => {
  expect(beginsLikePdf(new TextEncoder().encode('%PDF-1.7'))).toBe(true);
  expect(beginsLikePdf(new TextEncoder().encode('%PDF'))).toBe(false);
  expect(beginsLikePdf(new Uint8Array())).toBe(false);
});
