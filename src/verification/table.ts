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
  readonly finding: string;
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
  { finding: 'malformed ByteRange, CMS or record', check: 'format', verdict: failed('FORMAT_FAILURE'), find: findMalformed },
  { finding: 'digest differs', check: 'digest', verdict: failed('HASH_FAILURE'), find: onSeal(findDigestDifference) },
  {
    finding: 'signature value wrong',
    check: 'signature',
    verdict: failed('SIG_CRYPTO_FAILURE'),
    find: onSeal(findWrongSignature),
  },
  {
    finding: 'changed after the seal in a way that no seal covers',
    check: 'later-changes',
    verdict: failed('FORBIDDEN_CHANGE'),
    find: onSeal(findForbiddenChange),
  },
  {
    finding: 'record, dictionary, field and preceding seal disagree',
    check: 'record',
    verdict: failed('RECORD_MISMATCH'),
    find: onSeal(findRecordMismatch),
  },
  {
    finding: 'the page shows another mark than the registered one',
    check: 'record',
    verdict: failed('RECORD_MISMATCH'),
    find: onSeal(onLedger(findMarkMismatch)),
  },
  {
    finding: 'algorithm too weak',
    check: 'algorithm',
    verdict: indeterminate('CRYPTO_CONSTRAINTS_FAILURE_NO_POE'),
    find: onSeal(findWeakAlgorithm),
  },
  {
    finding: 'chain out of reach, nodes disagree, anchor not final yet',
    check: 'ledger',
    verdict: indeterminate('TRY_LATER'),
    find: onSeal(findUnsettledLedger),
  },
  {
    finding: 'receipt names a chain or ledger not in the network file',
    check: 'receipt',
    verdict: indeterminate('UNKNOWN_LEDGER'),
    find: onSeal(findUnknownLedger),
  },
  {
    finding: 'key not in the registry',
    check: 'registry',
    verdict: indeterminate('NO_CERTIFICATE_CHAIN_FOUND'),
    find: onSeal(onLedger(findUnregisteredKey)),
  },
  {
    finding: 'no receipt in the file, and none from a configured service',
    check: 'anchor',
    verdict: indeterminate('NO_POE'),
    find: onSeal(findNoReceipt),
  },
  {
    finding: 'receipt, but no such anchor',
    check: 'anchor',
    verdict: indeterminate('NO_POE'),
    find: onSeal(onLedger(findNoAnchor)),
  },
  {
    finding: 'certificate, record, anchor and registry name different seals',
    check: 'identity',
    verdict: indeterminate('SIG_CONSTRAINTS_FAILURE'),
    find: onSeal(onAnchor(findOtherIdentity)),
  },
  {
    finding: "certificate not valid at the anchor's time",
    check: 'certificate',
    verdict: indeterminate('OUT_OF_BOUNDS_NOT_REVOKED'),
    find: onSeal(onAnchor(findCertificateOutOfBounds)),
  },
  {
    finding: 'key compromised since before the anchor, seal revoked before it',
    check: 'key',
    verdict: failed('REVOKED'),
    find: onSeal(onAnchor(findRevokedKey)),
  },
  {
    finding: 'seal not active when used',
    check: 'seal-status',
    verdict: failed('SEAL_NOT_ACTIVE'),
    find: onSeal(onAnchor(findInactiveSeal)),
  },
  {
    finding: 'document revoked',
    check: 'document-status',
    verdict: failed('DOCUMENT_REVOKED'),
    find: onSeal(onLedger(findRevokedDocument)),
  },
];
