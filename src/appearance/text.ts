import { type Glyph, isIdeographic } from './glyphs.ts';

/** A run of glyphs with the room that each takes; lengths in the drawing's unit. */
export interface SetText {
  readonly glyphs: readonly Glyph[];
  readonly size: number;
  /** Horizontal scale of every glyph: below 1 is condensed. */
  readonly stretch: number;
  /** Added between two glyphs. */
  readonly gap: number;
  readonly length: number;
}

export interface Room {
  /** The size wanted; a text too long for its room gets a smaller one. */
  readonly size: number;
  /** The room's length. */
  readonly length: number;
  /** Widest and narrowest horizontal scale: a text is condensed before it is made smaller. */
  readonly stretch: readonly [widest: number, narrowest: number];
  /** Space wanted between two glyphs, in em; the first thing to go. */
  readonly gap: number;
}

/** Fits a text into a length: first it loses its spacing, then its width, then its size. */
export function setText(glyphs: readonly Glyph[], room: Room): SetText {
  const [widest, narrowest] = room.stretch;
  const advance = glyphs.reduce((sum, glyph) => sum + glyph.advance, 0);
  const gaps = Math.max(glyphs.length - 1, 0);
  const stretch = Math.min(widest, Math.max(narrowest, room.length / (advance * room.size)));
  const size = Math.min(room.size, room.length / (advance * stretch));
  const natural = advance * stretch * size;
  const gap = gaps === 0 ? 0 : Math.min(room.gap * size, (room.length - natural) / gaps);
  return { glyphs, size, stretch, gap, length: natural + gap * gaps };
}

/** Fills a text on a straight base line, centred on x. */
export function drawLine(text: SetText, x: number, y: number): string {
  let content = '';
  let left = x - text.length / 2;
  for (const glyph of text.glyphs) {
    content += fill(glyph.outline([text.size * text.stretch, 0, 0, text.size, left, y]));
    left += glyph.advance * text.stretch * text.size + text.gap;
  }
  return content;
}

/**
 * Fills a text along a circle about the origin whose radius is that of the base line, centred at the top with its feet
 * inwards, or at the bottom with its feet outwards.
 */
export function drawArc(text: SetText, radius: number, at: 'top' | 'bottom'): string {
  const side = at === 'top' ? 1 : -1;
  let content = '';
  let along = -text.length / 2;
  for (const glyph of text.glyphs) {
    const width = glyph.advance * text.stretch * text.size;
    // Angle from the vertical, clockwise at the top and counter-clockwise at the bottom: reading direction.
    const angle = (along + width / 2) / radius;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle) * side];
    const [x, y] = [text.size * text.stretch, text.size];
    const origin = [radius * Math.sin(angle) - (cos * width) / 2, side * radius * Math.cos(angle) + (sin * width) / 2] as const;
    content += fill(glyph.outline([cos * x, -sin * x, sin * y, cos * y, ...origin]));
    along += width + text.gap;
  }
  return content;
}

/** True if most of the text's visible characters stand in squares. */
export function isMostlyIdeographic(glyphs: readonly Glyph[]): boolean {
  return glyphs.filter(({ character }) => isIdeographic(character)).length * 2 > glyphs.length;
}

const fill = (path: string): string => (path === '' ? '' : `${path}f\n`);
