import type { CheckStatus, Conclusion, Indication, SealReport, SubIndication } from '../model/report.ts';

/** One name for every case that a citizen must be told apart: the sub-indications, and a name of its own where one of them covers two cases. */
export type VerdictName = 'PASSED' | SubIndication | 'NOT_A_PDF' | 'UNRECORDED_USE' | 'DOCUMENT_REPLACED';

/** The colour and shape in which an indication is shown. */
export const STATUS_OF: Readonly<Record<Indication, CheckStatus>> = {
  'TOTAL-PASSED': 'passed',
  'TOTAL-FAILED': 'failed',
  INDETERMINATE: 'indeterminate',
};

/**
 * `decisive`: the seal that the conclusion is of; absent where the file has none.
 * `isPdf`: whether the file begins like a PDF.
 */
export function verdictNameOf(
  { indication, subIndication }: Conclusion,
  decisive: SealReport | undefined,
  isPdf: boolean,
): VerdictName {
  if (indication === 'TOTAL-PASSED') return 'PASSED';
  if (!subIndication) throw new TypeError(`the report says ${indication} without a sub-indication`);
  if (subIndication === 'FORMAT_FAILURE' && !isPdf) return 'NOT_A_PDF';
  if (subIndication === 'NO_POE' && hasReceipt(decisive)) return 'UNRECORDED_USE';
  if (subIndication === 'DOCUMENT_REVOKED' && decisive?.revocation?.replacement) return 'DOCUMENT_REPLACED';
  return subIndication;
}

const hasReceipt = (seal: SealReport | undefined): boolean =>
  seal?.checks.some(({ name, status }) => name === 'receipt' && status === 'passed') === true;

/** PDF 32000-1, 7.5.2: the header. A sealed file has it at byte 0. */
export function beginsLikePdf(bytes: Uint8Array): boolean {
  return [0x25, 0x50, 0x44, 0x46, 0x2d].every((byte, i) => bytes[i] === byte);
}
