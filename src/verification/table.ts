import type { CheckName, Conclusion } from '../model/report.ts';
import type { Finding } from './checks/finding.ts';
import { notMade } from './checks/finding.ts';
import { findDigestDifference, findMalformed, findWeakAlgorithm, findWrongSignature } from './checks/integrity.ts';
import { findForbiddenChange } from './checks/later-changes.ts';
import { onAnchor, onLedger } from './checks/phases.ts';
import { findMarkMismatch, findRecordMismatch } from './checks/record.ts';
import { findNoAnchor, findNoReceipt, findUnknownLedger, findUnregisteredKey, findUnsettledLedger } from './checks/recording.ts';
import {
  findCertificateOutOfBounds,
  findInactiveSeal,
  findOtherIdentity,
  findRevokedDocument,
  findRevokedKey,
} from './checks/standing.ts';
import type { ReadSeal, SealFacts } from './facts.ts';

/** One row of the verdict table: what its check may find, and the verdict that holds then. */
export interface Row {
  readonly check: CheckName;
  readonly verdict: Required<Conclusion>;
  readonly find: (seal: SealFacts) => Finding;
}

const failed = (subIndication: Required<Conclusion>['subIndication']) => ({ indication: 'TOTAL-FAILED', subIndication }) as const;
const indeterminate = (subIndication: Required<Conclusion>['subIndication']) =>
  ({ indication: 'INDETERMINATE', subIndication }) as const;

const onSeal =
  (find: (seal: ReadSeal) => Finding) =>
  (seal: SealFacts): Finding =>
    seal.read ? find(seal) : notMade('the seal could not be read');

/** The order is the judgement: per seal the first row that finds something decides. */
export const TABLE: readonly Row[] = [
  { check: 'format', verdict: failed('FORMAT_FAILURE'), find: findMalformed },
  { check: 'digest', verdict: failed('HASH_FAILURE'), find: onSeal(findDigestDifference) },
  { check: 'signature', verdict: failed('SIG_CRYPTO_FAILURE'), find: onSeal(findWrongSignature) },
  { check: 'later-changes', verdict: failed('FORBIDDEN_CHANGE'), find: onSeal(findForbiddenChange) },
  { check: 'record', verdict: failed('RECORD_MISMATCH'), find: onSeal(findRecordMismatch) },
  { check: 'record', verdict: failed('RECORD_MISMATCH'), find: onSeal(onLedger(findMarkMismatch)) },
  { check: 'algorithm', verdict: indeterminate('CRYPTO_CONSTRAINTS_FAILURE_NO_POE'), find: onSeal(findWeakAlgorithm) },
  { check: 'ledger', verdict: indeterminate('TRY_LATER'), find: onSeal(findUnsettledLedger) },
  { check: 'receipt', verdict: indeterminate('UNKNOWN_LEDGER'), find: onSeal(findUnknownLedger) },
  { check: 'registry', verdict: indeterminate('NO_CERTIFICATE_CHAIN_FOUND'), find: onSeal(onLedger(findUnregisteredKey)) },
  { check: 'anchor', verdict: indeterminate('NO_POE'), find: onSeal(findNoReceipt) },
  { check: 'anchor', verdict: indeterminate('NO_POE'), find: onSeal(onLedger(findNoAnchor)) },
  { check: 'identity', verdict: indeterminate('SIG_CONSTRAINTS_FAILURE'), find: onSeal(onAnchor(findOtherIdentity)) },
  {
    check: 'certificate',
    verdict: indeterminate('OUT_OF_BOUNDS_NOT_REVOKED'),
    find: onSeal(onAnchor(findCertificateOutOfBounds)),
  },
  { check: 'key', verdict: failed('REVOKED'), find: onSeal(onAnchor(findRevokedKey)) },
  { check: 'seal-status', verdict: failed('SEAL_NOT_ACTIVE'), find: onSeal(onAnchor(findInactiveSeal)) },
  { check: 'document-status', verdict: failed('DOCUMENT_REVOKED'), find: onSeal(onLedger(findRevokedDocument)) },
];
