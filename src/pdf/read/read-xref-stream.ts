import { PdfFormatError } from './format-error.ts';
import { type PdfDict, type PdfObject, type PdfStream, rawEntry } from './objects.ts';
import { addEntry, type XrefEntry } from './xref.ts';

/** The entries of a cross-reference stream (ISO 32000-2, 7.5.8), from its decoded data. */
export function readXrefStream(stream: PdfStream, data: Uint8Array): ReadonlyMap<number, XrefEntry> {
  const { dict } = stream;
  const at = stream.start;
  const type = rawEntry(dict, 'Type');
  if (type?.kind !== 'name' || type.value !== 'XRef')
    throw new PdfFormatError('xref', at, 'a cross-reference leads to a stream that is none');
  const [typeWidth, secondWidth, thirdWidth, ...more] = integers(dict, 'W', at) ?? [];
  if (
    typeWidth === undefined ||
    secondWidth === undefined ||
    thirdWidth === undefined ||
    more.length > 0 ||
    Math.max(typeWidth, secondWidth, thirdWidth) > 8
  )
    throw new PdfFormatError('xref', at, '/W is not three widths of at most 8 bytes');
  const index = integers(dict, 'Index', at) ?? [0, ...(integer(rawEntry(dict, 'Size')) ?? [])];
  if (index.length % 2 !== 0) throw new PdfFormatError('xref', at, '/Index is not pairs of a first number and a count');

  const entryBytes = typeWidth + secondWidth + thirdWidth;
  const count = index.reduce((sum, value, i) => sum + (i % 2 === 1 ? value : 0), 0);
  if (entryBytes === 0 || count * entryBytes !== data.length)
    throw new PdfFormatError(
      'xref',
      at,
      `a cross-reference stream of ${data.length} bytes does not hold ${count} entries of ${entryBytes} bytes`,
    );

  const entries = new Map<number, XrefEntry>();
  let position = 0;
  const take = (width: number): number => {
    let value = 0;
    for (const end = position + width; position < end; position++) value = value * 256 + (data[position] ?? 0);
    if (!Number.isSafeInteger(value))
      throw new PdfFormatError('too-large', at, 'a cross-reference entry holds a number beyond 2^53');
    return value;
  };
  for (let i = 0; i < index.length; i += 2) {
    const first = index[i] ?? 0;
    for (let number = first; number < first + (index[i + 1] ?? 0); number++) {
      const kind = typeWidth === 0 ? 1 : take(typeWidth);
      addEntry(entries, number, entryOf(kind, take(secondWidth), take(thirdWidth), at), at);
    }
  }
  return entries;
}

/** Table 18. Further types are reserved, and a reader may treat them as it likes: refused. */
function entryOf(kind: number, second: number, third: number, at: number): XrefEntry {
  if (kind === 0) return { kind: 'free' };
  if (kind === 1) return { kind: 'in-file', offset: second, generation: third };
  if (kind === 2) return { kind: 'in-stream', container: second, index: third };
  throw new PdfFormatError('xref', at, `a cross-reference entry has the unknown type ${kind}`);
}

function integers(dict: PdfDict, key: string, at: number): readonly number[] | undefined {
  const value = rawEntry(dict, key);
  if (value === undefined) return undefined;
  if (value.kind !== 'array') throw new PdfFormatError('xref', at, `/${key} of a cross-reference stream is no array`);
  const numbers = value.items.flatMap((item) => integer(item));
  if (numbers.length !== value.items.length)
    throw new PdfFormatError('xref', at, `/${key} of a cross-reference stream holds something other than whole numbers`);
  return numbers;
}

const integer = (value: PdfObject | undefined): readonly number[] =>
  value?.kind === 'number' && value.isInteger && value.value >= 0 ? [value.value] : [];
