import { PDFContext, PDFHexString, type PDFObject, PDFRef, PDFString } from 'pdf-lib';
import type { DocumentId } from '../../model/identifiers.ts';
import type { VectorForm } from '../../model/vector-form.ts';

export interface SignaturePlan {
  readonly documentId: DocumentId;
  readonly fieldName: string;
  /** Counted from 0. */
  readonly page: number;
  /** In default user space; on a page shown sideways its width and height are exchanged. */
  readonly rect: readonly [left: number, bottom: number, right: number, top: number];
  readonly mark: VectorForm;
  readonly qr: VectorForm;
  /** What /M will say: a claim, in whole seconds. */
  readonly signedAt: Date;
}

interface Box {
  readonly width: number;
  readonly height: number;
}

/** Bytes reserved for the CMS (docs/formats.md). */
export const CONTENTS_BYTES = 8192;
/** Stands in the ByteRange until the lengths are known; ten digits are enough for every length that a table's entry can hold. */
export const UNKNOWN_LENGTH = 9_999_999_999;

const PRINT_AND_LOCKED = 4 + 128;

/** The objects that a signature adds, to be numbered from `first` in this order. */
export function signatureObjects(plan: SignaturePlan, rotate: number, page: PDFRef, first: number): PDFObject[] {
  const context = PDFContext.create();
  const box = boxOf(plan, rotate);
  const [signature, , appearance, mark, qr] = [0, 1, 2, 3, 4].map((index) => PDFRef.of(first + index));
  return [
    context.obj({
      Type: 'Sig',
      Filter: 'Adobe.PPKLite',
      SubFilter: 'ETSI.CAdES.detached',
      ByteRange: [0, UNKNOWN_LENGTH, UNKNOWN_LENGTH, UNKNOWN_LENGTH],
      Contents: PDFHexString.of('00'.repeat(CONTENTS_BYTES)),
      M: PDFString.of(pdfDate(plan.signedAt)),
      VmlnDocumentId: PDFHexString.of(plan.documentId),
    }),
    // Field and widget in one (ISO 32000-2, 12.7.5.5).
    context.obj({
      Type: 'Annot',
      Subtype: 'Widget',
      FT: 'Sig',
      T: PDFString.of(plan.fieldName),
      V: signature,
      F: PRINT_AND_LOCKED,
      P: page,
      Rect: plan.rect.map(rounded),
      AP: { N: appearance },
    }),
    context.stream(drawSideBySide(plan, box), {
      ...formEntries(box),
      Matrix: uprightMatrix(rotate),
      Resources: { XObject: { Mark: mark, Qr: qr } },
    }),
    context.flateStream(plan.mark.content, { ...formEntries(plan.mark), Resources: {} }),
    context.flateStream(plan.qr.content, { ...formEntries(plan.qr), Resources: {} }),
  ];
}

/** The mark on the left, the QR block on the right, both halfway up; the box says how far apart. */
function drawSideBySide({ mark, qr }: SignaturePlan, box: Box): string {
  const place = (x: number, y: number, name: string) => `q 1 0 0 1 ${rounded(x)} ${rounded(y)} cm /${name} Do Q\n`;
  return place(0, (box.height - mark.height) / 2, 'Mark') + place(box.width - qr.width, (box.height - qr.height) / 2, 'Qr');
}

/** The form's box: as high as the higher of the two, and of the widget's proportions as the page is shown. */
function boxOf({ mark, qr, rect: [left, bottom, right, top] }: SignaturePlan, rotate: number): Box {
  const height = Math.max(mark.height, qr.height);
  const proportion = (right - left) / (top - bottom);
  return { width: height * (rotate % 180 === 0 ? proportion : 1 / proportion), height };
}

const formEntries = ({ width, height }: Box) => ({
  Type: 'XObject',
  Subtype: 'Form',
  BBox: [0, 0, rounded(width), rounded(height)],
});

/** Turns the form against the page's rotation, so that it is shown upright (ISO 32000-2, 12.5.5, algorithm 8). */
function uprightMatrix(rotate: number): number[] {
  if (rotate === 90) return [0, 1, -1, 0, 0, 0];
  if (rotate === 180) return [-1, 0, 0, -1, 0, 0];
  if (rotate === 270) return [0, -1, 1, 0, 0, 0];
  return [1, 0, 0, 1, 0, 0];
}

/** `D:YYYYMMDDHHmmSSZ` */
const pdfDate = (date: Date): string => `D:${date.toISOString().slice(0, 19).replace(/\D/g, '')}Z`;

const rounded = (points: number): number => Math.round(points * 1000) / 1000;
