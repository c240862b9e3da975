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
      widgetTooLarge(seal),
      precedingMismatch(seal),
    ],
    `record, signature dictionary and field name document ${record.documentId}; the seal before it is the one the record names`,
  );
}

/** Points: 75 by 45 mm, whichever way the page is turned (docs/formats.md, 'In the PDF'). */
const WIDGET = { longer: 213, shorter: 128 };

/** A larger one could draw its opaque block over the document. */
function widgetTooLarge({ widget }: ReadSeal): string | false {
  if (widget === undefined) return false;
  const { width, height } = widget;
  const isTooLarge = Math.max(width, height) > WIDGET.longer || Math.min(width, height) > WIDGET.shorter;
  return (
    isTooLarge &&
    `the seal takes ${width.toFixed(0)} × ${height.toFixed(0)} points on the page, more than a mark and a QR block need`
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
