import { PdfFormatError } from './format-error.ts';
import { isSpace, Lexer } from './lexer.ts';
import { type IndirectObject, type PdfDict, type PdfRef, rawEntry, type Span } from './objects.ts';
import { parseObject } from './parse-object.ts';

/** The integer that an indirect /Length refers to. */
export type ResolveLength = (ref: PdfRef) => number;

/** Parses `N G obj … endobj` that must begin at `offset`, white space aside (ISO 32000-2, 7.3.10). */
export function parseIndirectObject(
  bytes: Uint8Array,
  offset: number,
  end: number,
  resolveLength: ResolveLength,
): IndirectObject {
  const lexer = new Lexer(bytes, offset, end);
  // Real files point at the white space before an object; every reader skips it. A comment there is not skipped, for it could
  // hold what a search for objects takes for one.
  while (isSpace(lexer.peek())) lexer.position++;
  const start = lexer.position;
  const number = lexer.takeUnsigned();
  lexer.skipSpace();
  const generation = lexer.takeUnsigned();
  lexer.skipSpace();
  if (number === undefined || generation === undefined || !lexer.takeKeyword('obj'))
    throw new PdfFormatError('object-number', offset, 'no object begins where a cross-reference says that one does');
  const value = parseObject(lexer);
  lexer.skipSpace();
  const stream = value.kind === 'dict' && lexer.takeKeyword('stream') ? parseStreamData(lexer, value, resolveLength) : undefined;
  lexer.skipSpace();
  lexer.expectKeyword('endobj');
  return {
    number,
    generation,
    value:
      value.kind === 'dict' && stream
        ? { kind: 'stream', dict: value, data: stream, start: value.start, end: stream.end }
        : value,
    source: bytes,
    span: { start, end: lexer.position },
  };
}

/** From behind `stream` past `endstream` (7.3.8.1): /Length decides, and `endstream` must stand where it says. */
function parseStreamData(lexer: Lexer, dict: PdfDict, resolveLength: ResolveLength): Span {
  const at = lexer.position;
  if (lexer.peek() === 0x0d && lexer.peek(1) !== 0x0a) throw lexer.error("a carriage return alone follows 'stream'");
  if (!lexer.skipEndOfLine()) throw lexer.error("no end of line follows 'stream'");
  const start = lexer.position;
  const length = lengthOf(dict, at, resolveLength);
  if (start + length > lexer.end)
    throw new PdfFormatError('stream-length', start, `a stream of ${length} bytes reaches past the end`);
  lexer.position = start + length;
  // The end of line before endstream is not part of the data; real files have more of them. Nothing else may stand between.
  while (isSpace(lexer.peek())) lexer.position++;
  if (!lexer.takeKeyword('endstream'))
    throw new PdfFormatError('stream-length', start, `'endstream' does not follow ${length} bytes of data`);
  return { start, end: start + length };
}

function lengthOf(dict: PdfDict, at: number, resolveLength: ResolveLength): number {
  const length = rawEntry(dict, 'Length');
  if (length?.kind === 'ref') return resolveLength(length);
  if (length?.kind !== 'number' || !length.isInteger || length.value < 0)
    throw new PdfFormatError('stream-length', at, 'a stream has no /Length that is a whole number');
  return length.value;
}

/** Whether `bytes[start, end)` is white space and nothing else. */
export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!isSpace(bytes[i])) return false;
  return true;
}
