import { PdfFormatError } from './format-error.ts';
import type { Lexer } from './lexer.ts';
import type { PdfArray, PdfDict, PdfEntry, PdfName, PdfObject, PdfRef } from './objects.ts';

/** Arrays and dictionaries inside one another; real files stay below 20, and the stack stays small. */
const MAX_DEPTH = 100;
const NUMBER = /^[+-]?(?:\d+(\.\d*)?|(\.\d+))$/;

/** Parses one direct value or reference at the cursor (ISO 32000-2, 7.3). Streams are {@link parseIndirectObject}'s. */
export function parseObject(lexer: Lexer, depth = 0): PdfObject {
  if (depth > MAX_DEPTH) throw new PdfFormatError('too-deep', lexer.position, `values lie more than ${MAX_DEPTH} deep`);
  lexer.skipSpace();
  const start = lexer.position;
  switch (lexer.peek()) {
    case 0x2f:
      return parseName(lexer);
    case 0x28: {
      const bytes = lexer.takeLiteralString();
      return { kind: 'string', bytes, form: 'literal', start, end: lexer.position };
    }
    case 0x5b:
      return parseArray(lexer, depth);
    case 0x3c: {
      if (lexer.peek(1) === 0x3c) return parseDict(lexer, depth);
      const bytes = lexer.takeHexString();
      return { kind: 'string', bytes, form: 'hex', start, end: lexer.position };
    }
    default:
      return parseReference(lexer) ?? parseWord(lexer);
  }
}

function parseName(lexer: Lexer): PdfName {
  const start = lexer.position++;
  const value = lexer.takeName();
  return { kind: 'name', value, start, end: lexer.position };
}

function parseArray(lexer: Lexer, depth: number): PdfArray {
  const start = lexer.position++;
  const items: PdfObject[] = [];
  for (;;) {
    lexer.skipSpace();
    if (lexer.peek() === 0x5d) break;
    items.push(parseObject(lexer, depth + 1));
  }
  lexer.position++;
  return { kind: 'array', items, start, end: lexer.position };
}

export function parseDict(lexer: Lexer, depth = 0): PdfDict {
  const start = lexer.position;
  if (!lexer.startsWith('<<')) throw lexer.error("expected a dictionary, '<<'");
  lexer.position += 2;
  const entries = new Map<string, PdfEntry>();
  for (;;) {
    lexer.skipSpace();
    if (lexer.startsWith('>>')) break;
    if (lexer.peek() !== 0x2f) throw lexer.error('expected a key in a dictionary');
    const key = parseName(lexer);
    if (entries.has(key.value))
      throw new PdfFormatError('duplicate-key', key.start, `the key /${key.value} stands twice in a dictionary`);
    entries.set(key.value, { key, value: parseObject(lexer, depth + 1) });
  }
  lexer.position += 2;
  return { kind: 'dict', entries, start, end: lexer.position };
}

/** `N G R`, or nothing consumed. */
function parseReference(lexer: Lexer): PdfRef | undefined {
  const start = lexer.position;
  const number = lexer.takeUnsigned();
  if (number !== undefined) {
    lexer.skipSpace();
    const generation = lexer.takeUnsigned();
    if (generation !== undefined) {
      lexer.skipSpace();
      if (lexer.takeKeyword('R')) return { kind: 'ref', number, generation, start, end: lexer.position };
    }
  }
  lexer.position = start;
  return undefined;
}

function parseWord(lexer: Lexer): PdfObject {
  const start = lexer.position;
  const word = lexer.takeRegular();
  const span = { start, end: lexer.position };
  if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true', ...span };
  if (word === 'null') return { kind: 'null', ...span };
  const number = NUMBER.exec(word);
  if (number)
    return { kind: 'number', value: Number(word), isInteger: number[1] === undefined && number[2] === undefined, ...span };
  throw new PdfFormatError('syntax', start, word === '' ? 'expected a value' : `'${word.slice(0, 20)}' is no value`);
}
