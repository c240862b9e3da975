import type { Coverage } from '../../model/report.ts';
import { type FormField, fieldAttribute } from './fields.ts';
import { PdfFormatError } from './format-error.ts';
import { hexDigit, latin1 } from './lexer.ts';
import { type PdfDict, type PdfObject, type PdfRef, rawEntry, type Span } from './objects.ts';
import { type Pdf, readPdf } from './pdf.ts';
import { type Rectangle, readNumbers, readRectangle } from './rectangle.ts';
import { readSealAppearance, type SealAppearance } from './seal-appearance.ts';
import { sameEntry } from './xref.ts';

/** The revision of every signature is read by itself: number of signatures times number of objects bounds that work. */
const MAX_WORK = 2_000_000;

/** Offset and length of the two ranges that a signature covers. */
export type ByteRange = readonly [0, number, number, number];

/** What /Contents holds. */
export interface SignatureContents {
  /** The whole hexadecimal string with its delimiters: exactly the gap in the ByteRange. */
  readonly span: Span;
  /** The DER value that stands first, by its own length; the padding behind it left off. */
  readonly der: Uint8Array;
  /** Lower-case hexadecimal without white space, then zeros: how we write it, so that no byte of it can change unnoticed. */
  readonly isCanonical: boolean;
}

/** A signature field that holds a signature, as a file claims it. Nothing cryptographic has been checked. */
interface SignatureClaim {
  /** Fully qualified. */
  readonly name: string;
  readonly field: FormField;
  /** The signature dictionary; where it is no object of its own, the signature is malformed. */
  readonly dict: PdfDict;
  readonly ref: PdfRef | undefined;
  readonly type: string | undefined;
  readonly filter: string | undefined;
  readonly subFilter: string | undefined;
  /** /VmlnDocumentId as lower-case hexadecimal; absent in signatures that are not ours. */
  readonly documentId: string | undefined;
  /** /M as it is written: a claim. */
  readonly claimedTime: string | undefined;
  /** Index of the page that shows the widget; undefined unless exactly one page does. */
  readonly page: number | undefined;
  readonly rect: Rectangle | undefined;
  /** The drawing, where it is one of ours. */
  readonly appearance: SealAppearance | undefined;
}

/** A signature whose ranges mean what they say: `revision` is the PDF that was signed. */
export interface WellFormedSignature extends SignatureClaim {
  readonly malformed: undefined;
  readonly byteRange: ByteRange;
  readonly contents: SignatureContents;
  /** Where the signed revision ends: the end of the second range. */
  readonly revisionEnd: number;
  readonly revision: Pdf;
  readonly coverage: Exclude<Coverage, 'unclear'>;
}

/** A signature that cannot be understood, and why. */
export interface MalformedSignature extends SignatureClaim {
  readonly malformed: string;
  readonly coverage: 'unclear';
}

export type SignatureField = WellFormedSignature | MalformedSignature;

/** What was signed: the two ranges, without copying them. */
export const signedRanges = (pdf: Pdf, [, first, second, length]: ByteRange): readonly [Uint8Array, Uint8Array] => [
  pdf.bytes.subarray(0, first),
  pdf.bytes.subarray(second, second + length),
];

/** All signature fields that hold a value, in the order of their revisions; malformed ones last. */
export function readSignatures(pdf: Pdf): readonly SignatureField[] {
  const shown = pagesByAnnotation(pdf);
  const claims = pdf.fields().flatMap((field) => readClaim(pdf, field, shown) ?? []);
  if (claims.length > 1 && claims.length * pdf.xref.size > MAX_WORK)
    throw new PdfFormatError(
      'too-large',
      pdf.startxref,
      `${claims.length} signatures are too many in a file of ${pdf.xref.size} objects`,
    );
  const shared = sharedDictionaries(claims);
  const signatures = claims.map((claim): SignatureField => {
    if (shared.has(claim.dict)) return { ...claim, malformed: 'two fields share one signature dictionary', coverage: 'unclear' };
    try {
      return { ...claim, ...readRanges(pdf, claim), malformed: undefined };
    } catch (error) {
      if (!(error instanceof Malformed) && !(error instanceof PdfFormatError)) throw error;
      return { ...claim, malformed: error.message, coverage: 'unclear' };
    }
  });
  const end = (signature: SignatureField): number =>
    signature.malformed === undefined ? signature.revisionEnd : Number.POSITIVE_INFINITY;
  return signatures.toSorted((a, b) => end(a) - end(b) || 0);
}

/** Leaves {@link readSignatures} as a reason. */
class Malformed extends Error {}

function readClaim(pdf: Pdf, field: FormField, shown: ReadonlyMap<number, readonly number[]>): SignatureClaim | undefined {
  const type = pdf.get(fieldAttribute(pdf, field, 'FT'));
  if (type.kind !== 'name' || type.value !== 'Sig') return undefined;
  const value = fieldAttribute(pdf, field, 'V');
  const dict = pdf.get(value);
  if (dict.kind !== 'dict') return undefined;
  const [widget, ...more] = field.widgets;
  const pages = (more.length === 0 && widget && shown.get(widget.ref.number)) || [];
  return {
    name: field.name,
    field,
    dict,
    ref: value.kind === 'ref' ? value : undefined,
    type: nameOf(pdf.entry(dict, 'Type')),
    filter: nameOf(pdf.entry(dict, 'Filter')),
    subFilter: nameOf(pdf.entry(dict, 'SubFilter')),
    documentId: documentIdOf(pdf.entry(dict, 'VmlnDocumentId')),
    claimedTime: textOf(pdf.entry(dict, 'M')),
    page: pages.length === 1 ? pages[0] : undefined,
    rect: readRectangle(pdf, widget && rawEntry(widget.dict, 'Rect')),
    appearance: widget && more.length === 0 ? readSealAppearance(pdf, widget.dict) : undefined,
  };
}

const nameOf = (value: PdfObject): string | undefined => (value.kind === 'name' ? value.value : undefined);
const textOf = (value: PdfObject): string | undefined => (value.kind === 'string' ? latin1(value.bytes) : undefined);

function documentIdOf(value: PdfObject): string | undefined {
  if (value.kind !== 'string') return undefined;
  return Array.from(value.bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** From an annotation's number to the pages that show it. Pages may share one list, which is then read once. */
function pagesByAnnotation(pdf: Pdf): ReadonlyMap<number, readonly number[]> {
  const byList = Map.groupBy(pdf.pages(), (page) => pdf.entry(page.dict, 'Annots'));
  const shown = new Map<number, readonly number[]>();
  for (const [list, pages] of byList) {
    const indexes = pages.slice(0, 2).map(({ index }) => index);
    for (const item of list.kind === 'array' ? list.items : [])
      if (item.kind === 'ref') shown.set(item.number, [...(shown.get(item.number) ?? []), ...indexes].slice(0, 2));
  }
  return shown;
}

/** Signature dictionaries that are the value of more than one field: two names for one signature, of which a reader shows either. */
function sharedDictionaries(claims: readonly SignatureClaim[]): ReadonlySet<PdfDict> {
  const seen = new Set<PdfDict>();
  const shared = new Set<PdfDict>();
  for (const { dict } of claims) (seen.has(dict) ? shared : seen).add(dict);
  return shared;
}

type Ranges = Pick<WellFormedSignature, 'byteRange' | 'contents' | 'revisionEnd' | 'revision' | 'coverage'>;

function readRanges(pdf: Pdf, claim: SignatureClaim): Ranges {
  requireInBody(pdf, claim);
  const byteRange = readByteRange(pdf, claim.dict);
  const [, gapStart, gapEnd, length] = byteRange;
  const revisionEnd = gapEnd + length;
  if (revisionEnd > pdf.end) throw new Malformed(`the ByteRange ends at ${revisionEnd}, but the file at ${pdf.end}`);
  const contents = readContents(pdf, claim.dict);
  if (contents.span.start !== gapStart || contents.span.end !== gapEnd)
    throw new Malformed(
      `the ByteRange leaves out bytes ${gapStart} to ${gapEnd}, but /Contents stands at ${contents.span.start} to ${contents.span.end}`,
    );
  const revision = readPdf(pdf.bytes, revisionEnd);
  requireSameSignature(revision, pdf, claim);
  return {
    byteRange,
    contents,
    revisionEnd,
    revision,
    coverage: revisionEnd === pdf.bytes.length ? 'entire-file' : 'entire-revision',
  };
}

/** Offsets in the ByteRange are offsets in the file, so the dictionary has to stand there itself, not packed in an object stream. */
function requireInBody(pdf: Pdf, { ref, dict }: SignatureClaim): void {
  if (!ref) throw new Malformed('the signature dictionary is no object of its own');
  const object = pdf.object(ref.number);
  if (object?.value !== dict || object.container !== undefined)
    throw new Malformed("the signature dictionary does not stand in the file's body");
}

function readByteRange(pdf: Pdf, dict: PdfDict): ByteRange {
  const value = rawEntry(dict, 'ByteRange');
  const numbers = value?.kind === 'array' ? readNumbers(pdf, value) : undefined;
  const direct =
    value?.kind === 'array' && value.items.every((item) => item.kind === 'number' && item.isInteger && item.value >= 0);
  if (!direct || numbers?.length !== 4) throw new Malformed('/ByteRange is not four whole numbers');
  const [start = 0, first = 0, second = 0, length = 0] = numbers;
  if (start !== 0) throw new Malformed(`the ByteRange begins at ${start}, not at 0`);
  if (second <= first) throw new Malformed('the ranges of the ByteRange overlap or leave nothing out');
  return [start, first, second, length];
}

function readContents(pdf: Pdf, dict: PdfDict): SignatureContents {
  const value = rawEntry(dict, 'Contents');
  if (value?.kind !== 'string' || value.form !== 'hex') throw new Malformed('/Contents is no hexadecimal string');
  const der = derPrefix(value.bytes);
  const text = pdf.bytes.subarray(value.start + 1, value.end - 1);
  return {
    span: { start: value.start, end: value.end },
    der,
    isCanonical: isCanonicalHex(text) && value.bytes.subarray(der.length).every((byte) => byte === 0),
  };
}

const isCanonicalHex = (text: Uint8Array): boolean =>
  text.length % 2 === 0 && text.every((byte) => hexDigit(byte) !== undefined && !(byte >= 0x41 && byte <= 0x46));

/** The DER value at the start of `bytes`, whose own length says where the padding begins (X.690, 8.1.3). */
function derPrefix(bytes: Uint8Array): Uint8Array {
  const [tag, first = 0] = bytes;
  // BER's indefinite length: some old signatures; its end is for a CMS parser to find.
  if (tag === 0x30 && first === 0x80) return bytes;
  const lengthBytes = first < 0x80 ? 0 : first - 0x80;
  // A SEQUENCE, or the bare OCTET STRING of adbe.x509.rsa_sha1.
  if ((tag !== 0x30 && tag !== 0x04) || lengthBytes > 4) throw new Malformed('/Contents does not begin with a SEQUENCE in DER');
  const length = lengthBytes === 0 ? first : bytes.subarray(2, 2 + lengthBytes).reduce((value, byte) => value * 256 + byte, 0);
  const end = 2 + lengthBytes + length;
  if (end > bytes.length) throw new Malformed('/Contents ends before its DER value does');
  return bytes.subarray(0, end);
}

/** The signed revision, read alone, must have the same field with the same signature dictionary: else it was put there later. */
function requireSameSignature(revision: Pdf, pdf: Pdf, { name, field, ref }: SignatureClaim): void {
  const signed = revision.fields().find((candidate) => candidate.ref.number === field.ref.number);
  if (!signed || signed.name !== name) throw new Malformed(`the signed revision has no field ${name}`);
  const value = fieldAttribute(revision, signed, 'V');
  const [then, now] = [ref && revision.xref.get(ref.number), ref && pdf.xref.get(ref.number)];
  if (value.kind !== 'ref' || value.number !== ref?.number || !then || !now || !sameEntry(then, now))
    throw new Malformed('the signed revision holds another signature in this field');
}
