import { describe, expect, test } from 'vitest';
import { drawMark, type MarkText } from '../../src/appearance/draw-mark.ts';
import { SEAL_KINDS } from '../../src/model/registry.ts';

const text = (mark: Partial<MarkText> = {}): string =>
  new TextDecoder().decode(
    drawMark({ agencyName: '杭州市数据资源管理局', kind: 'official', physicalCode: '3301000012345', ...mark }).content,
  );

const NAMES = [
  '杭州市数据资源管理局',
  '税务总局',
  '局',
  '中华人民共和国浙江省杭州市西湖区数据资源管理和公共服务协调办公室综合行政审批执法大队',
  'ỦY BAN NHÂN DÂN PHƯỜNG BẾN NGHÉ',
  'Ủy ban nhân dân phường Bến Nghé, Quận 1, TP. Hồ Chí Minh',
  'City of Springfield Data Bureau',
  'The Department for the Preservation of Very Long Names and Titles of Springfield',
  'I',
];

/** Operands and operator of each line. */
const operations = (content: string): (readonly [string, number[]])[] =>
  content
    .trimEnd()
    .split('\n')
    .map((line) => {
      const parts = line.split(' ');
      return [parts.at(-1) ?? '', parts.slice(0, -1).map(Number)];
    });

const pairs = (operands: number[]): [number, number][] =>
  operands.flatMap((x, i) => (i % 2 === 0 ? [[x, operands[i + 1] ?? 0] as [number, number]] : []));

describe('drawMark', () => {
  test('same input, same bytes', () => {
    for (const agencyName of NAMES) expect(text({ agencyName })).toBe(text({ agencyName }));
  });

  test.each(NAMES)('%s: paths only, no fonts, images or resources', (agencyName) => {
    const allowed = new Set(['q', 'Q', 'cm', 'w', 'rg', 'RG', 'm', 'l', 'c', 'h', 'f', 'S']);
    for (const kind of SEAL_KINDS) {
      const strange = operations(text({ agencyName, kind })).filter(
        ([operator, operands]) => !allowed.has(operator) || !operands.every(Number.isFinite),
      );
      expect(strange).toEqual([]);
    }
  });

  test.each(NAMES)('%s: every point lies within the outer ring of 42 mm', (agencyName) => {
    // A circle's control points stand off it by the factor √(1 + 0.5523²).
    const reach = 20.4 * 1.1424;
    for (const kind of SEAL_KINDS) {
      const outside = operations(text({ agencyName, kind })).filter(
        ([operator, operands]) => 'mlc'.includes(operator) && pairs(operands).some(([x, y]) => Math.hypot(x, y) > reach),
      );
      expect(outside).toEqual([]);
    }
  });

  test('measures 42 mm', () => {
    const { width, height } = drawMark({ agencyName: 'A', kind: 'official', physicalCode: '1' });
    expect(width).toBeCloseTo((42 * 72) / 25.4);
    expect(height).toBe(width);
  });

  test('name, kind and code each change the mark', () => {
    const marks = [text(), text({ agencyName: '杭州市数据资源局' }), text({ physicalCode: '3301000012346' })];
    const kinds = SEAL_KINDS.map((kind) => text({ kind }));
    expect(new Set([...marks, ...kinds]).size).toBe(marks.length + kinds.length - 1);
  });

  test('a longer name is drawn smaller, not cut', () => {
    const glyphs = (agencyName: string) => operations(text({ agencyName })).filter(([operator]) => operator === 'f').length;
    expect(glyphs('税务总局税务总局税务总局税务总局') - glyphs('税务总局')).toBe(12);
  });

  test('composed and decomposed spelling give the same mark', () => {
    const agencyName = 'ỦY BAN NHÂN DÂN PHƯỜNG BẾN NGHÉ';
    expect(text({ agencyName: agencyName.normalize('NFD') })).toBe(text({ agencyName }));
  });

  test.each([
    ['杭州𬭼局', '𬭼', 'U+2CB7C'],
    ['City \u{1f3db} Bureau', '\u{1f3db}', 'U+1F3DB'],
    ['Bureau\u202efo', '\u202e', 'U+202E'],
    ['Bureau\ue000', '\ue000', 'U+E000'],
    ['بلدية', 'ب', 'U+0628'],
  ])('%s: refuses, naming the character that no font has', (agencyName, character, codePoint) => {
    expect(() => text({ agencyName })).toThrow(
      expect.objectContaining({ code: 'glyph-missing', details: { character, codePoint } }),
    );
  });

  test.each([{ agencyName: '  ' }, { physicalCode: '' }])('refuses an empty text: %o', (mark) => {
    expect(() => text(mark)).toThrow(expect.objectContaining({ code: 'mark-text-empty' }));
  });
});
