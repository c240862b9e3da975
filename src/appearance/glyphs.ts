import type { Font } from 'fontkit';
import { Refusal } from '../model/errors.ts';
import { fontFor } from './font-stack.ts';
import { type Matrix, operation, transform } from './path.ts';

type Command = ReturnType<Font['getGlyph']>['path']['commands'][number];

/** One character's outline; lengths in em. */
export interface Glyph {
  readonly character: string;
  readonly advance: number;
  /** Lowest and highest point of the outline above the base line; both 0 for a blank. */
  readonly bottom: number;
  readonly top: number;
  /** The closed paths, placed by a matrix that maps em to the drawing's unit; an empty text for a blank. */
  outline(matrix: Matrix): string;
}

/** Characters that stand in a square of one em: they are set wider apart and drawn condensed. */
export const isIdeographic = (character: string): boolean => /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(character);

/** Glyphs of a text, composed (NFC). Refuses a text that the fonts cannot draw, naming the character. */
export function glyphsOf(text: string): Glyph[] {
  return [...text.normalize('NFC')].map(glyphOf);
}

function glyphOf(character: string): Glyph {
  const codePoint = character.codePointAt(0) ?? 0;
  const font = /[\p{C}\p{Zl}\p{Zp}]/u.test(character) ? undefined : fontFor(codePoint);
  if (!font) {
    const name = `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
    throw new Refusal('glyph-missing', `no font has a glyph for '${character}' (${name}); write the text without it`, {
      character,
      codePoint: name,
    });
  }
  const glyph = font.glyphForCodePoint(codePoint);
  const em = 1 / font.unitsPerEm;
  const { commands } = glyph.path;
  return {
    character,
    advance: glyph.advanceWidth * em,
    bottom: commands.length === 0 ? 0 : glyph.bbox.minY * em,
    top: commands.length === 0 ? 0 : glyph.bbox.maxY * em,
    outline: (matrix) => outlineOf(commands, em, matrix),
  };
}

function outlineOf(commands: readonly Command[], em: number, matrix: Matrix): string {
  const point = (x = 0, y = 0): [number, number] => transform(matrix, x * em, y * em);
  let path = '';
  let at: readonly [number, number] = [0, 0];
  for (const { command, args } of commands) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = args;
    if (command === 'moveTo' || command === 'lineTo') {
      path += operation(command === 'moveTo' ? 'm' : 'l', ...point(x1, y1));
      at = [x1, y1];
    } else if (command === 'quadraticCurveTo') {
      // PDF has cubic curves only (ISO 32000-1, 8.5.2.2): raise the degree.
      const first = point(at[0] + (2 / 3) * (x1 - at[0]), at[1] + (2 / 3) * (y1 - at[1]));
      const second = point(x2 + (2 / 3) * (x1 - x2), y2 + (2 / 3) * (y1 - y2));
      path += operation('c', ...first, ...second, ...point(x2, y2));
      at = [x2, y2];
    } else if (command === 'bezierCurveTo') {
      path += operation('c', ...point(x1, y1), ...point(x2, y2), ...point(x3, y3));
      at = [x3, y3];
    } else {
      path += 'h\n';
    }
  }
  return path;
}
