import { zlibSync } from 'fflate';

/**
 * A maker of tiny PDFs for tests of reading: what it writes is as right or as wrong as the test wants. Files are texts of one
 * character per byte, so that tests can cut, replace and compare them; {@link bytesOf} turns them into bytes.
 */

/** Objects by number; the text is what stands between `obj` and `endobj`. */
export type Objects = Readonly<Record<number, string>>;

export interface Layout {
  readonly xref?: 'table' | 'stream';
  /** Numbers of objects to put into an object stream; needs `xref: 'stream'`. */
  readonly packed?: readonly number[];
  /** Changes the object stream's decoded data, its table of numbers and offsets first; the length of that table must stay. */
  readonly tamper?: (data: string) => string;
  /** Numbers to mark as free. */
  readonly free?: readonly number[];
  /** Entries in place of the ordinary `/Root 1 0 R`. */
  readonly trailer?: string;
  /** Goes between the objects and the cross-reference, accounted for by nothing. */
  readonly smuggled?: string;
  /** Entries to write as they are, by number: offset, or the object stream's number and the index. */
  readonly entries?: Readonly<Record<number, number>>;
}

/** A catalog (1), a page tree (2), two pages (3, 4) with content (5, 6) and a font (7). */
export const TWO_PAGES: Objects = {
  1: '<< /Type /Catalog /Pages 2 0 R >>',
  2: '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 300 400] /Resources << /Font << /F1 7 0 R >> >> >>',
  3: '<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>',
  4: '<< /Type /Page /Parent 2 0 R /Contents 6 0 R /Rotate 90 >>',
  5: stream('BT /F1 12 Tf (Pay 100) Tj ET'),
  6: stream('BT /F1 12 Tf (Signed) Tj ET'),
  7: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
};

export function stream(data: string, entries = ''): string {
  return `<< /Length ${data.length} ${entries} >>\nstream\n${data}\nendstream`;
}

/** The data deflated, in zlib's format. */
export function flate(data: string): string {
  return textOf(zlibSync(bytesOf(data)));
}

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (character) => character.charCodeAt(0));
export const textOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

export function writePdf(objects: Objects, layout: Layout = {}): string {
  return writeRevision('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', objects, layout, { first: true, prev: '' });
}

/** An increment behind `previous`. */
export function appendObjects(previous: string, objects: Objects, layout: Layout = {}): string {
  return writeRevision(`${previous}\n`, objects, layout, { first: false, prev: `/Prev ${startxrefOf(previous)}` });
}

export function startxrefOf(text: string): number {
  return Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1]);
}

/** One more than the highest object number that the newest trailer allows for. */
export function sizeOf(text: string): number {
  return Number([...text.matchAll(/\/Size (\d+)/g)].at(-1)?.[1]);
}

type Entry = readonly [kind: 0 | 1 | 2, second: number, third: number];

function writeRevision(
  before: string,
  objects: Objects,
  layout: Layout,
  { first, prev }: { first: boolean; prev: string },
): string {
  const entries = new Map<number, Entry>(first ? [[0, [0, 0, 65535]]] : []);
  for (const number of layout.free ?? []) entries.set(number, [0, 0, 1]);
  const bodies = new Map(Object.entries(objects).map(([number, body]) => [Number(number), body]));
  let size = [...bodies.keys()].reduce((highest, number) => Math.max(highest, number), first ? 0 : sizeOf(before) - 1) + 1;

  const packed = layout.packed ?? [];
  if (packed.length > 0) {
    const container = size++;
    bodies.set(
      container,
      objectStream(
        packed.map((number) => [number, bodies.get(number) ?? 'null']),
        layout.tamper,
      ),
    );
    packed.forEach((number, index) => {
      bodies.delete(number);
      entries.set(number, [2, container, index]);
    });
  }

  let text = before;
  for (const [number, body] of bodies) {
    entries.set(number, [1, text.length, 0]);
    text += `${number} 0 obj\n${body}\nendobj\n`;
  }
  text += layout.smuggled ?? '';
  for (const [number, offset] of Object.entries(layout.entries ?? {})) entries.set(Number(number), [1, offset, 0]);

  const offset = text.length;
  const trailer = `${layout.trailer ?? '/Root 1 0 R'} ${prev}`;
  if (layout.xref === 'stream') {
    entries.set(size, [1, offset, 0]);
    text += `${size} 0 obj\n${xrefStream(entries, `/Size ${size + 1} ${trailer}`)}\nendobj\n`;
  } else text += `xref\n${xrefTable(entries)}trailer\n<< /Size ${size} ${trailer} >>\n`;
  return `${text}startxref\n${offset}\n%%EOF\n`;
}

function objectStream(members: readonly (readonly [number, string])[], tamper = (data: string): string => data): string {
  const offsets = members.map((_, i) => members.slice(0, i).reduce((sum, [, body]) => sum + body.length + 1, 0));
  const header = members.map(([number], i) => `${number} ${offsets[i]}`).join(' ');
  const data = `${header}\n${members.map(([, body]) => body).join('\n')}\n`;
  const deflated = flate(tamper(data));
  return stream(deflated, `/Type /ObjStm /N ${members.length} /First ${header.length + 1} /Filter /FlateDecode`);
}

function xrefTable(entries: ReadonlyMap<number, Entry>): string {
  const line = ([kind, second, third]: Entry): string =>
    `${pad(second, 10)} ${pad(kind === 1 ? third : 65535, 5)} ${kind === 1 ? 'n' : 'f'} \n`;
  return [...entries]
    .sort(([a], [b]) => a - b)
    .map(([number, entry]) => `${number} 1\n${line(entry)}`)
    .join('');
}

function xrefStream(entries: ReadonlyMap<number, Entry>, trailer: string): string {
  const sorted = [...entries].sort(([a], [b]) => a - b);
  // PNG's 'up' predictor, as most writers have it.
  let above = [0, 0, 0, 0, 0, 0, 0];
  const rows = sorted.map(([, [kind, second, third]]) => {
    const row = [kind, ...bigEndian(second, 4), ...bigEndian(third, 2)];
    const predicted = row.map((byte, i) => (byte - (above[i] ?? 0)) & 0xff);
    above = row;
    return String.fromCharCode(2, ...predicted);
  });
  const index = sorted.map(([number]) => `${number} 1`).join(' ');
  return stream(
    flate(rows.join('')),
    `/Type /XRef /W [1 4 2] /Index [${index}] /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 7 >> ${trailer}`,
  );
}

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');
const bigEndian = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => (value >>> (8 * (bytes - 1 - i))) & 0xff);
