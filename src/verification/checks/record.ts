import { ZERO_DIGEST } from '../../model/identifiers.ts';
import type { ReachedLedger, ReadSeal } from '../facts.ts';
import { clear, compare, type Finding, found, notMade } from './finding.ts';

/** Values that are signed more than once must tell one story: record, signature dictionary, field, the seal before. */
export function findRecordMismatch(seal: ReadSeal): Finding {
  const { record, field, dictionaryDocumentId } = seal;
  return compare(
    [
      dictionaryDocumentId !== record.documentId &&
        `the record names document ${record.documentId}, the signature dictionary ${dictionaryDocumentId ?? 'none'}`,
      field !== `Seal-${record.documentId}` &&
        `the record names document ${record.documentId}, but the signature field is ${field}`,
      seal.shownMark === undefined && 'the seal shows no mark on the page',
      precedingMismatch(seal),
    ],
    `record, signature dictionary and field name document ${record.documentId}; the seal before it is the one the record names`,
  );
}

function precedingMismatch({ record, preceding }: ReadSeal): string | false {
  switch (preceding.kind) {
    case 'none':
      return (
        record.previousLeaf !== ZERO_DIGEST && `the record follows leaf ${record.previousLeaf}, but no seal stands before it`
      );
    case 'malformed':
      return `the seal before it, ${preceding.field}, cannot be read`;
    case 'seal':
      return (
        record.previousLeaf !== preceding.leaf &&
        `the record follows leaf ${record.previousLeaf}, but the seal before it, ${preceding.field}, has leaf ${preceding.leaf}`
      );
  }
}

/** The red seal that people see is the one that the agency registered. */
export function findMarkMismatch({ shownMark }: ReadSeal, { seal }: ReachedLedger): Finding {
  if (seal === undefined) return notMade('the registry knows no such seal to compare the mark with');
  return shownMark === seal.markDigest
    ? clear(`the mark on the page hashes to ${seal.markDigest}, as registered`)
    : found(`registered mark ${seal.markDigest}, the page shows ${shownMark ?? 'none'}`);
}
