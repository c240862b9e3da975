import { PdfFormatError } from './format-error.ts';
import type { PdfDict } from './objects.ts';

/** Where an object stands (ISO 32000-2, 7.5.4 and 7.5.8). */
export type XrefEntry =
  | { readonly kind: 'free' }
  | { readonly kind: 'in-file'; readonly offset: number; readonly generation: number }
  | { readonly kind: 'in-stream'; readonly container: number; readonly index: number };

/** One cross-reference section with its trailer: a table (with its `/XRefStm` stream folded in, in a hybrid file) or a stream. */
export interface XrefSection {
  readonly kind: 'table' | 'hybrid' | 'stream';
  /** What startxref or the later section's /Prev says. */
  readonly offset: number;
  /** Parts of the file that the section occupies: `xref … trailer << … >>`, or the stream's indirect object; both in a hybrid file. */
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  readonly entries: ReadonlyMap<number, XrefEntry>;
  /** In a cross-reference stream the stream's own dictionary. */
  readonly trailer: PdfDict;
  /** Offset of the previous section. */
  readonly prev?: number;
}

/** ISO 32000-2, annex C, knows no limit of its own; 32000-1 named this one, and no real file comes near. */
const MAX_OBJECT_NUMBER = 8_388_607;

/** More objects than real files have; what a small file claims must not fill the memory. */
const MAX_ENTRIES = 500_000;

/** Adds an entry to a section under construction; a number may stand in a section once. */
export function addEntry(entries: Map<number, XrefEntry>, number: number, entry: XrefEntry, at: number): void {
  if (number > MAX_OBJECT_NUMBER)
    throw new PdfFormatError('too-large', at, `the object number ${number} is beyond ${MAX_OBJECT_NUMBER}`);
  if (entries.size >= MAX_ENTRIES)
    throw new PdfFormatError('too-large', at, `a cross-reference section has more than ${MAX_ENTRIES} entries`);
  if (entries.has(number))
    throw new PdfFormatError('xref-duplicate', at, `object ${number} stands twice in a cross-reference section`);
  entries.set(number, entry);
}

export function sameEntry(a: XrefEntry, b: XrefEntry): boolean {
  if (a.kind === 'in-file') return b.kind === 'in-file' && a.offset === b.offset && a.generation === b.generation;
  if (a.kind === 'in-stream') return b.kind === 'in-stream' && a.container === b.container && a.index === b.index;
  return b.kind === 'free';
}
