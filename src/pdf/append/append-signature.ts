import { PDFContext, type PDFObject, PDFRef } from 'pdf-lib';
import { Refusal } from '../../model/errors.ts';
import { rawEntry, type Span } from '../read/objects.ts';
import { readPages } from '../read/pages.ts';
import type { Pdf } from '../read/pdf.ts';
import { type Increment, type NewObject, type PreviousRevision, writeIncrement } from './increment.ts';
import { registerField, SIGNATURE_FLAGS } from './register-field.ts';
import { type SignaturePlan, signatureObjects, UNKNOWN_LENGTH } from './signature-objects.ts';

/** A sealed file but for its CMS. */
export interface PreparedRevision {
  /** The original bytes, then the increment; /Contents is all zeros. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Offset and length of the two ranges that the signature covers: everything but /Contents. */
  readonly byteRange: readonly [number, number, number, number];
  /** The gap between them, delimiters included: what `fillContents` takes. */
  readonly contents: Span;
}

/**
 * Appends a signature field with its widget and appearance as an incremental update: the original bytes stay a prefix,
 * and what existing objects say otherwise stays as it is, byte for byte. `pdf` must be the whole file.
 */
export function appendSignature(pdf: Pdf, plan: SignaturePlan): PreparedRevision {
  const page = readPages(pdf)[plan.page];
  if (!page) throw new Refusal('placement-page', `there is no page ${plan.page + 1} to seal`);
  const previous = previousRevision(pdf);
  const first = previous.size;
  const added = signatureObjects(plan, page.rotate, PDFRef.of(page.ref.number, page.ref.generation), first);
  const [field, form] = [first + 1, first + added.length];
  const { changed, usesNewForm } = registerField(pdf, page.ref, `${field} 0 R`, `${form} 0 R`);
  if (usesNewForm) added.push(PDFContext.create().obj({ Fields: [PDFRef.of(field)], SigFlags: SIGNATURE_FLAGS }));
  const increment = writeIncrement(previous, [...added.map((object, index) => serialised(first + index, object)), ...changed]);
  const bytes = join(pdf.bytes.subarray(0, pdf.end), increment);
  return { bytes, ...closeByteRange(bytes, increment.valueOffsets.get(first) ?? pdf.end) };
}

/** Entries that describe one cross-reference section; an update repeats all others (ISO 32000-2, 7.5.6). */
const SECTION_ENTRIES = new Set(['Size', 'Prev', 'XRefStm', 'Type', 'W', 'Index', 'Length', 'Filter', 'DecodeParms', 'DL']);

function previousRevision(pdf: Pdf): PreviousRevision {
  const { end, startxref, sections, trailer, bytes } = pdf;
  return {
    end,
    startxref,
    xrefKind: sections[0]?.kind ?? 'table',
    size: firstUnusedNumber(pdf),
    trailer: [...trailer.entries]
      .filter(([key]) => !SECTION_ENTRIES.has(key))
      .map(([, { key, value }]) => bytes.subarray(key.start, value.end)),
  };
}

/** Beyond every entry and every /Size, for an earlier section may declare more than the newest one does. */
function firstUnusedNumber({ sections, xref }: Pdf): number {
  let number = 1;
  for (const used of xref.keys()) number = Math.max(number, used + 1);
  for (const { trailer } of sections) {
    const size = rawEntry(trailer, 'Size');
    if (size?.kind === 'number') number = Math.max(number, size.value);
  }
  return number;
}

function serialised(number: number, object: PDFObject): NewObject {
  const value = new Uint8Array(object.sizeInBytes());
  object.copyBytesInto(value, 0);
  return { number, generation: 0, parts: [value] };
}

function join(original: Uint8Array, { parts, length }: Increment): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(original.length + length);
  bytes.set(original);
  let at = original.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Finds /Contents in the signature dictionary at `from` and writes the ByteRange that leaves out just that. */
function closeByteRange(bytes: Uint8Array, from: number): Pick<PreparedRevision, 'byteRange' | 'contents'> {
  const start = indexOf(bytes, '/Contents <', from) + '/Contents '.length;
  const contents = { start, end: indexOf(bytes, '>', start) + 1 };
  const byteRange = [0, contents.start, contents.end, bytes.length - contents.end] as const;
  const [, ...lengths] = byteRange;
  const placeholder = lengths.map(() => String(UNKNOWN_LENGTH)).join(' ');
  const text = lengths.join(' ').padEnd(placeholder.length);
  bytes.set(new TextEncoder().encode(text), indexOf(bytes, placeholder, from));
  return { byteRange, contents };
}

function indexOf(bytes: Uint8Array, ascii: string, from: number): number {
  const sought = new TextEncoder().encode(ascii);
  for (let at = from; at + sought.length <= bytes.length; at++) {
    if (sought.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  throw new RangeError(`the signature dictionary does not have '${ascii}'`);
}
