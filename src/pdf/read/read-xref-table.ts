import { PdfFormatError } from './format-error.ts';
import { isDigit, type Lexer } from './lexer.ts';
import type { PdfDict, Span } from './objects.ts';
import { parseDict } from './parse-object.ts';
import { addEntry, type XrefEntry } from './xref.ts';

interface XrefTable {
  readonly entries: ReadonlyMap<number, XrefEntry>;
  readonly trailer: PdfDict;
  readonly span: Span;
}

/** Parses `xref`, its subsections and the trailer (ISO 32000-2, 7.5.4 and 7.5.5), with the cursor behind `xref`. */
export function readXrefTable(lexer: Lexer, start: number): XrefTable {
  const entries = new Map<number, XrefEntry>();
  for (lexer.skipSpace(); isDigit(lexer.peek()); lexer.skipSpace()) readSubsection(lexer, entries);
  lexer.expectKeyword('trailer');
  lexer.skipSpace();
  const trailer = parseDict(lexer);
  return { entries, trailer, span: { start, end: lexer.position } };
}

/**
 * Entries are read as tokens rather than as 20 bytes each, since some writers end them with one byte instead of two. Readers that
 * refuse such a table rebuild it by searching, so none may follow a seal: `findLooseLayout` holds increments to the letter.
 */
function readSubsection(lexer: Lexer, entries: Map<number, XrefEntry>): void {
  const first = lexer.expectUnsigned("a subsection's first object number");
  lexer.skipSpace();
  const count = lexer.expectUnsigned("a subsection's number of entries");
  // 18 bytes is the least an entry can take: a count that cannot fit is refused before anything is allocated for it.
  if (count * 18 > lexer.end - lexer.position)
    throw new PdfFormatError('xref', lexer.position, `${count} cross-reference entries do not fit into the file`);
  for (let number = first; number < first + count; number++) {
    lexer.skipSpace();
    const at = lexer.position;
    const offset = lexer.expectUnsigned("an entry's offset");
    lexer.skipSpace();
    const generation = lexer.expectUnsigned("an entry's generation");
    lexer.skipSpace();
    if (lexer.takeKeyword('n')) addEntry(entries, number, { kind: 'in-file', offset, generation }, at);
    else if (lexer.takeKeyword('f')) addEntry(entries, number, { kind: 'free' }, at);
    else throw new PdfFormatError('xref', lexer.position, `the entry of object ${number} is neither in use (n) nor free (f)`);
  }
}
