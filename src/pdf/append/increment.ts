import type { XrefSection } from '../read/xref.ts';

/** An object to write; the parts of its value are joined as they are. */
export interface NewObject {
  readonly number: number;
  readonly generation: number;
  readonly parts: readonly Uint8Array[];
}

/** What the file so far says of itself. */
export interface PreviousRevision {
  /** Length of the file so far. */
  readonly end: number;
  readonly startxref: number;
  readonly xrefKind: XrefSection['kind'];
  /** One more than the highest object number. */
  readonly size: number;
  /** What its trailer says of the document (/Root, /Info, /ID), each entry as it is written there. */
  readonly trailer: readonly Uint8Array[];
}

export interface Increment {
  readonly parts: readonly Uint8Array[];
  readonly length: number;
  /** From object number to the offset in the file at which its value begins. */
  readonly valueOffsets: ReadonlyMap<number, number>;
}

interface Located {
  readonly number: number;
  readonly generation: number;
  readonly offset: number;
}

const encoder = new TextEncoder();

/**
 * An incremental update (ISO 32000-2, 7.5.6) with the given objects, to stand right behind the file so far. It has a
 * cross-reference table or stream, as the file's latest section is one.
 */
export function writeIncrement(previous: PreviousRevision, objects: readonly NewObject[]): Increment {
  const out = new Output(previous.end);
  const located: Located[] = [];
  const valueOffsets = new Map<number, number>();
  out.text('\n');
  for (const { number, generation, parts } of objects) {
    located.push({ number, generation, offset: out.position });
    out.text(`${number} ${generation} obj\n`);
    valueOffsets.set(number, out.position);
    for (const part of parts) out.bytes(part);
    out.text('\nendobj\n');
  }
  const startxref = out.position;
  if (previous.xrefKind === 'stream') writeXrefStream(out, previous, located);
  else writeXrefTable(out, previous, located);
  out.text(`startxref\n${startxref}\n%%EOF\n`);
  return { parts: out.parts, length: out.position - previous.end, valueOffsets };
}

function writeXrefTable(out: Output, previous: PreviousRevision, located: readonly Located[]): void {
  out.text('xref\n');
  for (const run of runsOf(located)) {
    out.text(`${run[0]?.number} ${run.length}\n`);
    for (const { offset, generation } of run) {
      out.text(`${String(offset).padStart(10, '0')} ${String(generation).padStart(5, '0')} n \n`);
    }
  }
  out.text('trailer\n<<');
  writeTrailerEntries(out, previous, sizeWith(previous, located));
  out.text(' >>\n');
}

function writeXrefStream(out: Output, previous: PreviousRevision, objects: readonly Located[]): void {
  const number = sizeWith(previous, objects);
  const located = [...objects, { number, generation: 0, offset: out.position }];
  const runs = runsOf(located);
  // Type (1: in the file), offset, generation: fields of 1, 4 and 2 bytes.
  const rows = new DataView(new ArrayBuffer(located.length * 7));
  for (const [row, { offset, generation }] of runs.flat().entries()) {
    rows.setUint8(row * 7, 1);
    rows.setUint32(row * 7 + 1, offset);
    rows.setUint16(row * 7 + 5, generation);
  }
  const index = runs.map((run) => `${run[0]?.number} ${run.length}`).join(' ');
  out.text(`${number} 0 obj\n<< /Type /XRef /W [1 4 2] /Index [${index}] /Length ${rows.byteLength}`);
  writeTrailerEntries(out, previous, number + 1);
  out.text(' >>\nstream\n');
  out.bytes(new Uint8Array(rows.buffer));
  out.text('\nendstream\nendobj\n');
}

function writeTrailerEntries(out: Output, { startxref, trailer }: PreviousRevision, size: number): void {
  out.text(` /Size ${size} /Prev ${startxref}`);
  for (const entry of trailer) {
    out.text(' ');
    out.bytes(entry);
  }
}

const sizeWith = (previous: PreviousRevision, located: readonly Located[]): number =>
  Math.max(previous.size, ...located.map(({ number }) => number + 1));

/** Ascending object numbers, cut where one is missing. */
function runsOf(located: readonly Located[]): Located[][] {
  const runs: Located[][] = [];
  for (const entry of located.toSorted((a, b) => a.number - b.number)) {
    const run = runs.at(-1);
    if (run?.at(-1)?.number === entry.number - 1) run?.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

/** Collects parts and counts where in the file the next one will stand. */
class Output {
  readonly parts: Uint8Array[] = [];
  position: number;

  constructor(position: number) {
    this.position = position;
  }

  bytes(part: Uint8Array): void {
    this.parts.push(part);
    this.position += part.length;
  }

  text(ascii: string): void {
    this.bytes(encoder.encode(ascii));
  }
}
