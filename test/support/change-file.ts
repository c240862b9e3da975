import { writeIncrement } from '../../src/pdf/append/increment.ts';
import { readPdf } from '../../src/pdf/read/pdf.ts';

/** Offset at which this ASCII text stands first, at or after `from`. */
export function offsetOf(bytes: Uint8Array, text: string, from = 0): number {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(text, from, 'latin1');
  if (at < 0) throw new RangeError(`the file does not have '${text}'`);
  return at;
}

/** The file with the first `text` replaced by another of the same length: no offset moves. */
export function replaceText(bytes: Uint8Array, text: string, other: string, from = 0): Uint8Array {
  if (text.length !== other.length) throw new RangeError(`'${text}' and '${other}' differ in length`);
  const copy = Uint8Array.from(bytes);
  copy.set(Buffer.from(other, 'latin1'), offsetOf(bytes, text, from));
  return copy;
}

/** The file with an increment that puts another content stream in the first page's place: what an attacker does first. */
export function replaceFirstPage(bytes: Uint8Array, content: string): Uint8Array {
  const pdf = readPdf(bytes);
  const contents = pdf.pages()[0]?.dict.entries.get('Contents')?.value;
  const number =
    contents?.kind === 'ref' ? contents.number : contents?.kind === 'array' ? refNumber(contents.items[0]) : undefined;
  const root = pdf.trailer.entries.get('Root');
  if (number === undefined || root === undefined) throw new RangeError('the file has no page of one content stream');
  const { parts } = writeIncrement(
    {
      end: pdf.end,
      startxref: pdf.startxref,
      xrefKind: pdf.sections[0]?.kind ?? 'table',
      size: Math.max(...pdf.xref.keys()) + 1,
      trailer: [bytes.subarray(root.key.start, root.value.end)],
    },
    [{ number, generation: 0, parts: [Buffer.from(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`, 'latin1')] }],
  );
  return Uint8Array.from(Buffer.concat([bytes, ...parts]));
}

const refNumber = (value: { kind: string } | undefined): number | undefined =>
  value?.kind === 'ref' && 'number' in value ? Number(value.number) : undefined;
