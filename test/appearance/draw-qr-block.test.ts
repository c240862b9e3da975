import QRCode from 'qrcode';
import { describe, expect, test } from 'vitest';
import { drawQrBlock } from '../../src/appearance/draw-qr-block.ts';

const URL = 'https://seals.example.gov/r/3f2a91c0d4e85b6677889900aabbccdd';
const lines = (url: string): string[] => new TextDecoder().decode(drawQrBlock(url).content).trimEnd().split('\n');

/** Which modules the bars cover, read back from the drawing. */
function modulesDrawn(url: string): Set<string> {
  const drawing = lines(url);
  const bars = drawing.slice(drawing.findLastIndex((line) => line.endsWith(' cm')) + 1).filter((line) => line.endsWith(' re'));
  const modules = new Set<string>();
  for (const bar of bars) {
    const [x = 0, y = 0, width = 0] = bar.split(' ').map(Number);
    for (let column = x; column < x + width; column++) modules.add(`${-y - 1},${column}`);
  }
  return modules;
}

describe('drawQrBlock', () => {
  test('same URL, same bytes; another URL, other bytes', () => {
    expect(lines(URL)).toEqual(lines(URL));
    expect(lines(URL)).not.toEqual(lines(URL.replace('dd', 'de')));
  });

  test('draws exactly the dark modules of the code', () => {
    const { modules } = QRCode.create(URL, { errorCorrectionLevel: 'M' });
    const dark = new Set<string>();
    for (let row = 0; row < modules.size; row++) {
      for (let column = 0; column < modules.size; column++) if (modules.get(row, column)) dark.add(`${row},${column}`);
    }
    expect(modulesDrawn(URL)).toEqual(dark);
  });

  test('lies on white that covers its whole box', () => {
    const { width, height } = drawQrBlock(URL);
    const [, scale, white, box, fill] = lines(URL);
    const [factor = 0] = scale?.split(' ').map(Number) ?? [];
    const [x, y, w = 0, h = 0] = box?.split(' ').map(Number) ?? [];
    expect([white, x, y, fill]).toEqual(['1 g', 0, 0, 'f']);
    expect([w * factor, h * factor]).toEqual([expect.closeTo(width, 1), expect.closeTo(height, 1)]);
  });
});
