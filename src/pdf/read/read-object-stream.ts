import { PdfFormatError } from './format-error.ts';
import { Lexer } from './lexer.ts';
import { type IndirectObject, type PdfObject, type PdfStream, rawEntry } from './objects.ts';
import { isBlank } from './parse-indirect-object.ts';
import { parseObject } from './parse-object.ts';

/** Where an object stream keeps its objects. */
export interface ObjectStream {
  /** Number of the stream object. */
  readonly container: number;
  /** Decoded. */
  readonly data: Uint8Array;
  readonly members: readonly { readonly number: number; readonly start: number; readonly end: number }[];
}

/** Reads an object stream's table of numbers and offsets (ISO 32000-2, 7.5.7); its objects are parsed one by one, when asked for. */
export function readObjectStream(
  container: number,
  stream: PdfStream,
  data: Uint8Array,
  entry: (key: string) => PdfObject,
): ObjectStream {
  const at = stream.start;
  const type = rawEntry(stream.dict, 'Type');
  if (type?.kind !== 'name' || type.value !== 'ObjStm')
    throw new PdfFormatError('object-stream', at, `object ${container} is no object stream`);
  const whole = (key: string): number => {
    const value = entry(key);
    if (value.kind !== 'number' || !value.isInteger || value.value < 0 || value.value > data.length)
      throw new PdfFormatError(
        'object-stream',
        at,
        `/${key} of the object stream ${container} is no number within its ${data.length} bytes`,
      );
    return value.value;
  };
  const first = whole('First');
  const count = whole('N');
  const lexer = new Lexer(data, 0, first);
  const pairs: { number: number; start: number }[] = [];
  for (let i = 0; i < count; i++) {
    lexer.skipSpace();
    const number = lexer.expectUnsigned("an object's number");
    lexer.skipSpace();
    const start = first + lexer.expectUnsigned("an object's offset");
    const before = pairs.at(-1);
    if (start > data.length || (before && start <= before.start))
      throw new PdfFormatError('object-stream', at, `the offsets in the object stream ${container} do not rise`);
    pairs.push({ number, start });
  }
  const members = pairs.map((pair, i) => ({ ...pair, end: pairs[i + 1]?.start ?? data.length }));
  if (new Set(members.map((member) => member.number)).size !== count)
    throw new PdfFormatError('object-stream', at, `the object stream ${container} holds an object twice`);
  return { container, data, members };
}

/** Parses member `index`, which must be object `number`. */
export function parseMember(stream: ObjectStream, index: number, number: number): IndirectObject {
  const member = stream.members[index];
  if (member?.number !== number)
    throw new PdfFormatError(
      'object-number',
      0,
      `object ${number} is not number ${index} in the object stream ${stream.container}`,
    );
  const lexer = new Lexer(stream.data, member.start, member.end);
  const value = parseObject(lexer);
  if (!isBlank(stream.data, lexer.position, member.end))
    throw new PdfFormatError(
      'object-stream',
      lexer.position,
      `more than one value stands for object ${number} in the object stream ${stream.container}`,
    );
  return {
    number,
    generation: 0,
    value,
    source: stream.data,
    span: { start: value.start, end: value.end },
    container: stream.container,
  };
}
