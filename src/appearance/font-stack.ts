import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';

/** In this order a character looks for its glyph; one family in two packages, cut into subsets by unicode range. */
const PACKAGES = ['noto-serif', 'noto-serif-sc'] as const;
const WEIGHT = 700;

interface Subset {
  readonly file: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

const require = createRequire(import.meta.url);
const opened = new Map<string, Font>();
let subsets: readonly Subset[] | undefined;

/** `U+20-22,U+27` as pairs of code points. */
function parseRanges(unicodeRange: string): [number, number][] {
  return unicodeRange.split(',').map((part) => {
    const [from = '', to = from] = part.replace('U+', '').split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  });
}

function listSubsets(): readonly Subset[] {
  return PACKAGES.flatMap((name) => {
    const unicode = require(`@fontsource/${name}/unicode.json`) as Record<string, string>;
    return Object.entries(unicode).map(([subset, unicodeRange]) => ({
      file: `@fontsource/${name}/files/${name}-${subset.replace(/[[\]]/g, '')}-${WEIGHT}-normal.woff2`,
      ranges: parseRanges(unicodeRange),
    }));
  });
}

function open(file: string): Font {
  let font = opened.get(file);
  if (!font) {
    // None of these files is a collection, which is the only other thing that `create` returns.
    font = create(readFileSync(require.resolve(file))) as Font;
    opened.set(file, font);
  }
  return font;
}

/** The bold serif font that has a glyph for the code point; opens only the subsets that may hold it. `undefined` if none has. */
export function fontFor(codePoint: number): Font | undefined {
  subsets ??= listSubsets();
  return subsets
    .filter(({ ranges }) => ranges.some(([from, to]) => from <= codePoint && codePoint <= to))
    .map(({ file }) => open(file))
    .find((font) => font.hasGlyphForCodePoint(codePoint));
}
