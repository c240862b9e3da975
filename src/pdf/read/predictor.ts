import { PdfFormatError } from './format-error.ts';

interface PredictorParameters {
  readonly predictor: number;
  readonly colors: number;
  readonly bitsPerComponent: number;
  readonly columns: number;
}

/** Undoes PNG prediction (ISO 32000-2, 7.4.4.4): each row begins with a tag that names its filter. */
export function undoPredictor(data: Uint8Array, offset: number, parameters: PredictorParameters): Uint8Array {
  const { predictor, colors, bitsPerComponent, columns } = parameters;
  if (predictor === 1) return data;
  if (predictor < 10 || predictor > 15) throw new PdfFormatError('filter', offset, `predictor ${predictor} is not understood`);
  const pixelBytes = Math.max(1, (colors * bitsPerComponent) >> 3);
  const rowBytes = Math.ceil((colors * bitsPerComponent * columns) / 8);
  if (rowBytes > data.length || data.length % (rowBytes + 1) !== 0)
    throw new PdfFormatError('filter', offset, `predicted data is no whole number of rows of ${rowBytes + 1} bytes`);
  const rows = data.length / (rowBytes + 1);
  const output = new Uint8Array(rows * rowBytes);
  for (let row = 0; row < rows; row++) {
    const from = row * (rowBytes + 1);
    undoRow(output, row * rowBytes, rowBytes, pixelBytes, data, from + 1, rowPredictor(data[from], offset));
  }
  return output;
}

/** Bytes to the left, above, and above left, to what is added to the byte. */
type Predict = (left: number, above: number, aboveLeft: number) => number;

function rowPredictor(tag: number | undefined, offset: number): Predict {
  switch (tag) {
    case 0:
      return () => 0;
    case 1:
      return (left) => left;
    case 2:
      return (_, above) => above;
    case 3:
      return (left, above) => (left + above) >> 1;
    case 4:
      return paeth;
    default:
      throw new PdfFormatError('filter', offset, `row filter ${tag} is not PNG's`);
  }
}

function undoRow(
  output: Uint8Array,
  to: number,
  rowBytes: number,
  pixelBytes: number,
  data: Uint8Array,
  from: number,
  predict: Predict,
): void {
  const earlier = (index: number): number => (index >= 0 ? (output[index] ?? 0) : 0);
  for (let i = 0; i < rowBytes; i++) {
    const left = i >= pixelBytes ? earlier(to + i - pixelBytes) : 0;
    const above = earlier(to + i - rowBytes);
    const aboveLeft = i >= pixelBytes ? earlier(to + i - pixelBytes - rowBytes) : 0;
    output[to + i] = (data[from + i] ?? 0) + predict(left, above, aboveLeft);
  }
}

/** PNG specification, 9.4. */
function paeth(left: number, above: number, aboveLeft: number): number {
  const estimate = left + above - aboveLeft;
  const toLeft = Math.abs(estimate - left);
  const toAbove = Math.abs(estimate - above);
  const toAboveLeft = Math.abs(estimate - aboveLeft);
  if (toLeft <= toAbove && toLeft <= toAboveLeft) return left;
  return toAbove <= toAboveLeft ? above : aboveLeft;
}
