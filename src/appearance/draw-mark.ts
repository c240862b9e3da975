import { Refusal } from '../model/errors.ts';
import type { SealKind } from '../model/registry.ts';
import type { VectorForm } from '../model/vector-form.ts';
import { type Glyph, glyphsOf } from './glyphs.ts';
import { circle, MM, operation, star } from './path.ts';
import { drawArc, drawLine, isMostlyIdeographic, setText } from './text.ts';

export interface MarkText {
  readonly agencyName: string;
  readonly kind: SealKind;
  readonly physicalCode: string;
}

/** In millimetres, as the round official seals of both China and Vietnam are about this size. */
const DIAMETER = 42;
const VERMILION = [0.84, 0.13, 0.1] as const;

/** What a mark's name is written with decides its style and the language of its purpose. */
type Script = 'ideographic' | 'vietnamese' | 'latin';

/** The official seal needs no word: it stands for the agency as a whole. */
const PURPOSES: Readonly<Record<Script, Readonly<Record<Exclude<SealKind, 'official'>, string>>>> = {
  ideographic: { finance: '财务专用章', contract: '合同专用章', invoice: '发票专用章', approval: '审批专用章' },
  vietnamese: { finance: 'TÀI CHÍNH', contract: 'HỢP ĐỒNG', invoice: 'HÓA ĐƠN', approval: 'PHÊ DUYỆT' },
  latin: { finance: 'FINANCE', contract: 'CONTRACTS', invoice: 'INVOICES', approval: 'APPROVALS' },
};

/** Lengths in millimetres, radii from the centre, angles in degrees. */
interface Style {
  readonly rings: readonly { readonly radius: number; readonly width: number }[];
  /** The name stands between these radii. */
  readonly band: { readonly inner: number; readonly outer: number };
  readonly name: { readonly size: number; readonly gap: number; readonly stretch: readonly [number, number] };
  readonly alone: Middle;
  readonly withPurpose: Middle;
  readonly purpose: { readonly size: number; readonly width: number; readonly y: number };
  /** Radius of the middle of the code's digits. */
  readonly code: { readonly size: number; readonly arc: number; readonly radius: number };
  /** Small stars between the name and the code. */
  readonly separators?: { readonly radius: number; readonly angle: number };
}

/** The star, and the widest arc of the name that leaves room for what stands in the middle. */
interface Middle {
  readonly star: { readonly radius: number; readonly y: number };
  readonly nameArc: number;
}

/** One ring, a big star, condensed characters: the seal of a Chinese agency. */
const IDEOGRAPHIC: Style = {
  rings: [{ radius: 20.4, width: 1.2 }],
  band: { inner: 12.5, outer: 18.8 },
  name: { size: 6.4, gap: 0.55, stretch: [0.74, 0.6] },
  alone: { star: { radius: 7, y: 0 }, nameArc: 246 },
  withPurpose: { star: { radius: 6.6, y: 0.8 }, nameArc: 224 },
  purpose: { size: 3.7, width: 17, y: -9.7 },
  code: { size: 1.9, arc: 84, radius: 18.1 },
};

/** A name in a band between rings, set apart from the code by two small stars: Vietnamese and Latin seals. */
const ALPHABETIC: Style = {
  rings: [
    { radius: 20.4, width: 1.2 },
    { radius: 19.2, width: 0.25 },
    { radius: 12.8, width: 0.4 },
  ],
  band: { inner: 13.7, outer: 18.4 },
  name: { size: 4.3, gap: 0.16, stretch: [1, 0.68] },
  alone: { star: { radius: 7.6, y: 0 }, nameArc: 240 },
  withPurpose: { star: { radius: 6.4, y: 1.9 }, nameArc: 240 },
  purpose: { size: 2.6, width: 17, y: -6.9 },
  code: { size: 2.3, arc: 84, radius: 16 },
  separators: { radius: 1, angle: 129 },
};

/**
 * The registered mark of a seal: rings, star, agency's name along the arc, purpose, code of the physical seal. Made once
 * per seal. Throws {@link Refusal} `glyph-missing` for a character that the fonts lack.
 */
export function drawMark({ agencyName, kind, physicalCode }: MarkText): VectorForm {
  const name = visibleGlyphs(agencyName, 'agency name');
  const code = visibleGlyphs(physicalCode, 'physical seal code');
  const script = scriptOf(agencyName, name);
  const style = script === 'ideographic' ? IDEOGRAPHIC : ALPHABETIC;
  const middle = kind === 'official' ? style.alone : style.withPurpose;
  const drawing =
    operation('rg', ...VERMILION) +
    operation('RG', ...VERMILION) +
    style.rings.map(({ radius, width }) => `${operation('w', width) + circle(0, 0, radius)}S\n`).join('') +
    `${star(0, middle.star.y, middle.star.radius)}f\n` +
    drawName(name, style, middle.nameArc) +
    (kind === 'official' ? '' : drawPurpose(glyphsOf(PURPOSES[script][kind]), style)) +
    drawCode(code, style);
  const content = `q\n${operation('cm', MM, 0, 0, MM, (DIAMETER * MM) / 2, (DIAMETER * MM) / 2)}${drawing}Q\n`;
  return markForm(new TextEncoder().encode(content));
}

/** The form of a mark that was drawn before: all marks are of one size. */
export function markForm(content: Uint8Array): VectorForm {
  return { content, width: DIAMETER * MM, height: DIAMETER * MM };
}

function visibleGlyphs(text: string, what: string): Glyph[] {
  const words = text.trim().replace(/\s+/gu, ' ');
  if (words === '') throw new Refusal('mark-text-empty', `the ${what} is empty; a mark cannot be drawn without it`);
  return glyphsOf(words);
}

function scriptOf(name: string, glyphs: readonly Glyph[]): Script {
  if (isMostlyIdeographic(glyphs)) return 'ideographic';
  return /[ăđơư\u1ea0-\u1ef9]/iu.test(name.normalize('NFC')) ? 'vietnamese' : 'latin';
}

/** Centred in its band by the ink, since Vietnamese capitals with two marks are half as tall again as plain ones. */
function drawName(glyphs: readonly Glyph[], { band, name }: Style, arc: number): string {
  const { bottom, top } = inkOf(glyphs);
  const size = Math.min(name.size, (band.outer - band.inner) / (top - bottom));
  const baseLine = (of: number) => (band.inner + band.outer) / 2 - ((bottom + top) / 2) * of;
  const setAt = (radius: number) => setText(glyphs, { ...name, size, length: radians(arc) * radius });
  // A long name gets smaller, a smaller one stands further out, and there the same arc is longer.
  const text = setAt(baseLine(setAt(baseLine(size)).size));
  return drawArc(text, baseLine(text.size), 'top');
}

function drawPurpose(glyphs: readonly Glyph[], { purpose: { size, width, y } }: Style): string {
  const text = setText(glyphs, { size, length: width, gap: 0.06, stretch: [1, 0.7] });
  const { bottom, top } = inkOf(glyphs);
  return drawLine(text, 0, y - ((bottom + top) / 2) * text.size);
}

function drawCode(glyphs: readonly Glyph[], { code: { size, arc, radius }, separators }: Style): string {
  const text = setText(glyphs, { size, length: radians(arc) * radius, gap: 0.2, stretch: [1, 0.7] });
  const { bottom, top } = inkOf(glyphs);
  const drawn = drawArc(text, radius + ((bottom + top) / 2) * text.size, 'bottom');
  if (!separators) return drawn;
  const [x, y] = [Math.sin(radians(separators.angle)) * radius, Math.cos(radians(separators.angle)) * radius];
  return `${drawn}${star(-x, y, separators.radius)}f\n${star(x, y, separators.radius)}f\n`;
}

function inkOf(glyphs: readonly Glyph[]): { bottom: number; top: number } {
  return { bottom: Math.min(...glyphs.map(({ bottom }) => bottom)), top: Math.max(...glyphs.map(({ top }) => top)) };
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
