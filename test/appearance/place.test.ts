import { describe, expect, test } from 'vitest';
import { type PageArea, placeSeal, type Rectangle } from '../../src/appearance/place.ts';
import type { VectorForm } from '../../src/model/vector-form.ts';

const form = (width: number, height: number): VectorForm => ({ content: new Uint8Array(), width, height });
const [mark, qr] = [form(120, 120), form(80, 96)];
const A4: Rectangle = [0, 0, 595, 842];
const page = (area: Partial<PageArea> = {}): PageArea => ({ cropBox: A4, rotate: 0, taken: [], ...area });
const inMm = (points: number): number => (points * 25.4) / 72;
const rounded = (rect: Rectangle): number[] => rect.map((edge) => Math.round(edge));

describe('placeSeal without a wish', () => {
  test('at the bottom right of the last page, 15 mm from the edges', () => {
    const { page: index, rect } = placeSeal([page(), page()], mark, qr);
    expect(index).toBe(1);
    expect([inMm(595 - rect[2]), inMm(rect[1])]).toEqual([expect.closeTo(15), expect.closeTo(15)]);
    expect(rect[3] - rect[1]).toBeCloseTo(120);
    expect(rect[2] - rect[0]).toBeGreaterThan(200);
  });

  test('clear of earlier seals, until the page is full', () => {
    const taken: Rectangle[] = [];
    expect(() => {
      for (;;) taken.push(placeSeal([page({ taken })], mark, qr).rect);
    }).toThrow(expect.objectContaining({ code: 'no-room-for-seal' }));
    expect(taken).toHaveLength(10);
    for (const [i, a] of taken.entries()) {
      for (const b of taken.slice(i + 1)) expect(a[0] >= b[2] || b[0] >= a[2] || a[1] >= b[3] || b[1] >= a[3]).toBe(true);
    }
  });

  test('on an earlier page where the last has no room', () => {
    expect(placeSeal([page(), page({ taken: [A4] }), page({ cropBox: [0, 0, 20, 20] })], mark, qr).page).toBe(0);
  });

  test('smaller on a small page, in the same proportions', () => {
    const { rect } = placeSeal([page({ cropBox: [0, 0, 150, 300] })], mark, qr);
    expect(rounded(rect)[0]).toBe(0);
    expect(rounded(rect)[2]).toBe(150);
    expect((rect[2] - rect[0]) / (rect[3] - rect[1])).toBeCloseTo((120 + 80 + (3 * 72) / 25.4) / 120);
  });

  test.each([
    [
      90,
      (rect: Rectangle) => rect[1] < rect[3] && rect[2] - rect[0] < rect[3] - rect[1] && 595 - rect[2] < 45 && 842 - rect[3] < 45,
    ],
    [180, (rect: Rectangle) => rect[2] - rect[0] > rect[3] - rect[1] && rect[0] < 45 && 842 - rect[3] < 45],
    [270, (rect: Rectangle) => rect[2] - rect[0] < rect[3] - rect[1] && rect[0] < 45 && rect[1] < 45],
  ] as const)('at the bottom right as shown when the page is turned by %d°', (rotate, holds) => {
    const { rect } = placeSeal([page({ rotate })], mark, qr);
    expect(holds(rect), rounded(rect).join(' ')).toBe(true);
  });

  test('within a crop box that does not begin at the origin', () => {
    const { rect } = placeSeal([page({ cropBox: [-300, 100, 295, 942] })], mark, qr);
    expect(rect[2]).toBeCloseTo(295 - (15 * 72) / 25.4);
    expect(rect[1]).toBeCloseTo(100 + (15 * 72) / 25.4);
  });

  test('refuses a document without pages', () => {
    expect(() => placeSeal([], mark, qr)).toThrow(expect.objectContaining({ code: 'no-room-for-seal' }));
  });
});

describe('placeSeal with a wish', () => {
  test('at that place on that page, in millimetres from the lower left corner', () => {
    const { page: index, rect } = placeSeal([page(), page()], mark, qr, { page: 1, x: 10, y: 20 });
    expect(index).toBe(0);
    expect([inMm(rect[0]), inMm(rect[1])]).toEqual([expect.closeTo(10), expect.closeTo(20)]);
  });

  test('from the lower left corner as the page is shown', () => {
    const { rect } = placeSeal([page({ rotate: 90 })], mark, qr, { page: 1, x: 10, y: 20 });
    expect([inMm(rect[1]), inMm(595 - rect[2])]).toEqual([expect.closeTo(10), expect.closeTo(20)]);
  });

  test.each([
    [{ page: 0, x: 0, y: 0 }, 'placement-page'],
    [{ page: 2, x: 0, y: 0 }, 'placement-page'],
    [{ page: 1, x: -1, y: 0 }, 'placement-outside-page'],
    [{ page: 1, x: 150, y: 0 }, 'placement-outside-page'],
    [{ page: 1, x: 0, y: 260 }, 'placement-outside-page'],
    [{ page: 1, x: Number.NaN, y: 0 }, 'placement-outside-page'],
    [{ page: 1, x: 100, y: 100 }, 'placement-covers-seal'],
  ])('refuses %o: %s', (wish, code) => {
    expect(() => placeSeal([page({ taken: [[300, 300, 400, 400]] })], mark, qr, wish)).toThrow(expect.objectContaining({ code }));
  });
});
