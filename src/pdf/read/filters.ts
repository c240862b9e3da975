import { PdfFormatError } from './format-error.ts';
import { inflate } from './inflate.ts';
import type { PdfDict, PdfObject, PdfStream } from './objects.ts';
import { undoPredictor } from './predictor.ts';

/** More than any cross-reference stream, object stream or drawing of a seal needs; a bomb stops here. */
export const MAX_DECODED = 32 * 1024 * 1024;

/** Follows a reference; absent entries are null. */
type Resolve = (dict: PdfDict, key: string) => PdfObject;

/**
 * A stream's decoded bytes. Only what the structure of a file and a seal's own drawing need: no filter, or FlateDecode with
 * PNG predictors, and at most `limit` bytes. Page contents and images are never decoded.
 */
export function decodeStream(bytes: Uint8Array, stream: PdfStream, resolve: Resolve, limit = MAX_DECODED): Uint8Array {
  const { dict, data } = stream;
  const encoded = bytes.subarray(data.start, data.end);
  if (dict.entries.has('F')) throw new PdfFormatError('filter', data.start, 'a stream keeps its data in another file');
  const filter = single(resolve(dict, 'Filter'));
  if (filter.kind === 'null') return encoded;
  if (filter.kind !== 'name' || filter.value !== 'FlateDecode')
    throw new PdfFormatError('filter', data.start, 'a stream has a filter other than FlateDecode');
  const parameters = single(resolve(dict, 'DecodeParms'));
  const inflated = inflate(encoded, data.start, limit);
  if (parameters.kind === 'null') return inflated;
  if (parameters.kind !== 'dict') throw new PdfFormatError('filter', data.start, '/DecodeParms is no dictionary');
  const parameter = (key: string, standard: number): number => {
    const value = resolve(parameters, key);
    if (value.kind === 'null') return standard;
    if (value.kind !== 'number' || !value.isInteger || value.value < 1)
      throw new PdfFormatError('filter', data.start, `/${key} of a filter is no positive integer`);
    return value.value;
  };
  return undoPredictor(inflated, data.start, {
    predictor: parameter('Predictor', 1),
    colors: parameter('Colors', 1),
    bitsPerComponent: parameter('BitsPerComponent', 8),
    columns: parameter('Columns', 1),
  });
}

/** An array of one stands for its item (ISO 32000-2, table 5); an empty one for none. */
function single(value: PdfObject): PdfObject {
  if (value.kind !== 'array') return value;
  if (value.items.length > 1) throw new PdfFormatError('filter', value.start, 'a stream has more than one filter');
  return value.items[0] ?? { kind: 'null', start: value.start, end: value.end };
}
