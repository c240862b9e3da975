import type { PdfObject } from './objects.ts';
import type { Pdf } from './pdf.ts';

/** Normalised: left ≤ right, bottom ≤ top (ISO 32000-2, 7.9.5). In points. */
export type Rectangle = readonly [left: number, bottom: number, right: number, top: number];

/** An array of four numbers as a rectangle; undefined for anything else. */
export function readRectangle(pdf: Pdf, value: PdfObject | undefined): Rectangle | undefined {
  const numbers = readNumbers(pdf, value);
  if (numbers?.length !== 4) return undefined;
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = numbers;
  return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
}

/** An array of numbers, undefined for anything else. */
export function readNumbers(pdf: Pdf, value: PdfObject | undefined): readonly number[] | undefined {
  const array = pdf.get(value);
  if (array.kind !== 'array') return undefined;
  const numbers = array.items.flatMap((item) => {
    const number = pdf.get(item);
    return number.kind === 'number' ? [number.value] : [];
  });
  return numbers.length === array.items.length ? numbers : undefined;
}
