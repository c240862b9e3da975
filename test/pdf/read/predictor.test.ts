import { expect, it } from 'vitest';
import { undoPredictor } from '../../../src/pdf/read/predictor.ts';

const parameters = { predictor: 15, colors: 1, bitsPerComponent: 8, columns: 4 };

it('undoes each of the filters of PNG', () => {
  const rows = [
    [0, 1, 2, 3, 4],
    [1, 10, 1, 1, 1],
    [2, 1, 1, 1, 1],
    [3, 10, 10, 10, 10],
    [4, 1, 1, 1, 250],
  ];
  expect([...undoPredictor(Uint8Array.from(rows.flat()), 0, parameters)]).toEqual(
    [
      [1, 2, 3, 4],
      [10, 11, 12, 13],
      [11, 12, 13, 14],
      [15, 23, 28, 31],
      [16, 24, 29, 25],
    ].flat(),
  );
});

it.each([
  ['a row that is not whole', Uint8Array.from([0, 1, 2]), parameters],
  ['a filter that PNG does not have', Uint8Array.from([5, 1, 2, 3, 4]), parameters],
  ["TIFF's predictor", Uint8Array.from([1, 2, 3, 4]), { ...parameters, predictor: 2 }],
])('refuses %s', (_, data, wrong) => {
  expect(() => undoPredictor(data, 0, wrong)).toThrow(expect.objectContaining({ code: 'filter' }));
});
