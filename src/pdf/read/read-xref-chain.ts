import { decodeStream } from './filters.ts';
import { PdfFormatError } from './format-error.ts';
import { Lexer } from './lexer.ts';
import { NULL, type PdfDict, rawEntry } from './objects.ts';
import { parseIndirectObject } from './parse-indirect-object.ts';
import { readXrefStream } from './read-xref-stream.ts';
import { readXrefTable } from './read-xref-table.ts';
import { addEntry, sameEntry, type XrefEntry, type XrefSection } from './xref.ts';

/**
 * Every revision is compared over all of the document's objects, so their product bounds the work that a file can make:
 * 20,000 objects in 100 revisions. A file of one revision may have a hundred times as many objects.
 */
const MAX_WORK = 2_000_000;
const MAX_SECTIONS = 1000;

/** All cross-reference sections from `startxref` along /Prev, newest first. A place may be visited once. */
export function readXrefChain(bytes: Uint8Array, end: number, startxref: number): readonly XrefSection[] {
  const sections: XrefSection[] = [];
  const visited = new Set<number>();
  for (let offset: number | undefined = startxref; offset !== undefined; offset = sections.at(-1)?.prev) {
    if (visited.has(offset))
      throw new PdfFormatError('xref-loop', offset, 'the chain of cross-reference sections comes back to itself');
    if (visited.size >= MAX_SECTIONS)
      throw new PdfFormatError('too-large', offset, `more than ${MAX_SECTIONS} cross-reference sections`);
    visited.add(offset);
    sections.push(readSection(bytes, end, offset));
  }
  const entries = sections.reduce((sum, section) => sum + section.entries.size, 0);
  if (sections.length > 1 && sections.length * entries > MAX_WORK)
    throw new PdfFormatError(
      'too-large',
      startxref,
      `${entries} cross-reference entries in ${sections.length} sections are too many`,
    );
  return sections;
}

function readSection(bytes: Uint8Array, end: number, offset: number): XrefSection {
  const lexer = new Lexer(bytes, offset, end);
  const section = lexer.takeKeyword('xref') ? readTableSection(lexer, offset) : readStreamSection(bytes, end, offset);
  const size = requiredInteger(section.trailer, 'Size', offset);
  for (const [number, entry] of section.entries) {
    if (number >= size)
      throw new PdfFormatError(
        'xref',
        offset,
        `object ${number} has an entry, but /Size is ${size}: some readers see it, some do not`,
      );
    if (entry.kind === 'in-file' && entry.offset >= end)
      throw new PdfFormatError('xref', offset, `object ${number} should stand at ${entry.offset}, past the end at ${end}`);
  }
  return section;
}

function readTableSection(lexer: Lexer, offset: number): XrefSection {
  const { bytes, end } = lexer;
  const table = readXrefTable(lexer, offset);
  const prev = optionalInteger(table.trailer, 'Prev', offset);
  const common = { offset, trailer: table.trailer, ...(prev === undefined ? {} : { prev }) };
  const streamOffset = optionalInteger(table.trailer, 'XRefStm', offset);
  if (streamOffset === undefined) return { kind: 'table', spans: [table.span], entries: table.entries, ...common };
  const hidden = readStreamSection(bytes, end, streamOffset);
  return {
    kind: 'hybrid',
    spans: [table.span, ...hidden.spans],
    entries: mergeHybrid(table.entries, hidden.entries, offset),
    ...common,
  };
}

/**
 * A hybrid file's table marks as free what only its stream locates (ISO 32000-2, 7.5.8.4). Where both locate an object and
 * differ, readers that know streams and readers that do not would show different documents.
 */
function mergeHybrid(
  table: ReadonlyMap<number, XrefEntry>,
  hidden: ReadonlyMap<number, XrefEntry>,
  offset: number,
): ReadonlyMap<number, XrefEntry> {
  const merged = new Map(table);
  for (const [number, entry] of hidden) {
    const visible = table.get(number);
    if (visible && visible.kind !== 'free' && entry.kind !== 'free' && !sameEntry(visible, entry))
      throw new PdfFormatError(
        'xref-conflict',
        offset,
        `a hybrid file locates object ${number} in one place in its table and in another in its stream`,
      );
    if (visible?.kind === 'free') merged.delete(number);
    if (!merged.has(number)) addEntry(merged, number, entry, offset);
  }
  return merged;
}

function readStreamSection(bytes: Uint8Array, end: number, offset: number): XrefSection {
  const { value, span } = parseIndirectObject(bytes, offset, end, () => {
    throw new PdfFormatError('stream-length', offset, 'the /Length of a cross-reference stream is a reference');
  });
  if (value.kind !== 'stream')
    throw new PdfFormatError('xref', offset, 'neither a cross-reference table nor a stream begins here');
  const data = decodeStream(bytes, value, (dict, key) => {
    const entry = rawEntry(dict, key) ?? NULL;
    if (entry.kind === 'ref') throw new PdfFormatError('xref', offset, `/${key} of a cross-reference stream is a reference`);
    return entry;
  });
  const prev = optionalInteger(value.dict, 'Prev', offset);
  return {
    kind: 'stream',
    offset,
    spans: [span],
    entries: readXrefStream(value, data),
    trailer: value.dict,
    ...(prev === undefined ? {} : { prev }),
  };
}

function optionalInteger(dict: PdfDict, key: string, at: number): number | undefined {
  const value = rawEntry(dict, key);
  if (value === undefined) return undefined;
  if (value.kind !== 'number' || !value.isInteger || value.value < 0)
    throw new PdfFormatError('trailer', at, `/${key} of a trailer is no whole number`);
  return value.value;
}

function requiredInteger(dict: PdfDict, key: string, at: number): number {
  const value = optionalInteger(dict, key, at);
  if (value === undefined) throw new PdfFormatError('trailer', at, `a trailer has no /${key}`);
  return value;
}

/** Later sections override earlier ones (7.5.6). */
export function mergeSections(sections: readonly XrefSection[]): ReadonlyMap<number, XrefEntry> {
  const merged = new Map<number, XrefEntry>();
  for (const section of sections.toReversed()) for (const [number, entry] of section.entries) merged.set(number, entry);
  return merged;
}
