import { PdfFormatError } from './format-error.ts';
import { latin1 } from './lexer.ts';
import { type PdfDict, type PdfObject, rawEntry } from './objects.ts';
import type { Pdf } from './pdf.ts';
import { type Rectangle, readNumbers, readRectangle } from './rectangle.ts';

/** A form XObject that draws by itself: no resources. Its box is [0 0 width height], in points. */
export interface DrawnForm {
  /** Content stream, decoded. */
  readonly content: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Lower left corner and scale at which the appearance draws it, in the appearance's space. */
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** A seal as it is shown: the registered mark and the QR block, each drawn once and upright, and nothing else. */
export interface SealAppearance {
  readonly mark: DrawnForm;
  readonly qr: DrawnForm;
}

const NUMBER = '-?(?:\\d+(?:\\.\\d*)?|\\.\\d+)';
const DRAW = `q\\s+(${NUMBER})\\s+0\\s+0\\s+(${NUMBER})\\s+(${NUMBER})\\s+(${NUMBER})\\s+cm\\s+/(Mark|Qr)\\s+Do\\s+Q`;
const CONTENT = new RegExp(`^\\s*${DRAW}\\s+${DRAW}\\s*$`);
/** A seal shrinks to two fifths at most (points are rounded): a mark too small to be seen would leave the page to the other drawing. */
const MIN_SCALE = 0.399;
/** Far more than two placed forms need; a drawing of somebody else's is not searched through. */
const MAX_CONTENT = 1000;

/** The widget's normal appearance, if it is one as docs/formats.md describes; undefined for any other. */
export function readSealAppearance(pdf: Pdf, widget: PdfDict): SealAppearance | undefined {
  try {
    return readAppearance(pdf, widget);
  } catch (error) {
    if (error instanceof PdfFormatError) return undefined;
    throw error;
  }
}

function readAppearance(pdf: Pdf, widget: PdfDict): SealAppearance | undefined {
  const appearances = pdf.entry(widget, 'AP');
  // Other appearances (when pressed, when pointed at) could show something else.
  if (appearances.kind !== 'dict' || appearances.entries.size !== 1) return undefined;
  const normal = pdf.entry(appearances, 'N');
  if (normal.kind !== 'stream' || !isForm(pdf, normal.dict) || normal.data.end - normal.data.start > MAX_CONTENT)
    return undefined;
  const resources = pdf.entry(normal.dict, 'Resources');
  const forms = resources.kind === 'dict' && resources.entries.size === 1 ? pdf.entry(resources, 'XObject') : resources;
  if (forms.kind !== 'dict' || forms.entries.size !== 2) return undefined;
  const placements = readPlacements(latin1(pdf.decode(normal)));
  const mark = readForm(pdf, pdf.entry(forms, 'Mark'), placements?.get('Mark'));
  const qr = readForm(pdf, pdf.entry(forms, 'Qr'), placements?.get('Qr'));
  if (!mark || !qr || mark.scale !== qr.scale || overlap(mark, qr)) return undefined;
  return fillBox(pdf, normal.dict, [mark, qr]) ? { mark, qr } : undefined;
}

interface Placement {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** `q s 0 0 s x y cm /Mark Do Q` and the same for /Qr, in either order. */
function readPlacements(content: string): ReadonlyMap<string, Placement> | undefined {
  const match = CONTENT.exec(content);
  if (!match) return undefined;
  const placements = new Map<string, Placement>();
  for (const at of [1, 6]) {
    const [horizontal = 0, vertical = 0, x = 0, y = 0] = match.slice(at, at + 4).map(Number);
    if (horizontal !== vertical || horizontal < MIN_SCALE || horizontal > 1) return undefined;
    placements.set(match[at + 4] ?? '', { scale: horizontal, x, y });
  }
  return placements.size === 2 ? placements : undefined;
}

function readForm(pdf: Pdf, form: PdfObject, placement: Placement | undefined): DrawnForm | undefined {
  if (form.kind !== 'stream' || !placement || !isForm(pdf, form.dict) || form.dict.entries.has('Matrix')) return undefined;
  const resources = pdf.entry(form.dict, 'Resources');
  if (resources.kind !== 'null' && (resources.kind !== 'dict' || resources.entries.size > 0)) return undefined;
  const box = readRectangle(pdf, rawEntry(form.dict, 'BBox'));
  if (box?.[0] !== 0 || box[1] !== 0 || box[2] <= 0 || box[3] <= 0) return undefined;
  return { content: pdf.decode(form), width: box[2], height: box[3], ...placement };
}

/** Entries that could hide a form or change how it is shown: optional content, transparency groups, and what is not a form's. */
const FORM_ENTRIES = new Set(['Type', 'Subtype', 'FormType', 'BBox', 'Matrix', 'Resources', 'Length', 'Filter', 'DecodeParms']);

function isForm(pdf: Pdf, dict: PdfDict): boolean {
  const subtype = pdf.entry(dict, 'Subtype');
  return subtype.kind === 'name' && subtype.value === 'Form' && [...dict.entries.keys()].every((key) => FORM_ENTRIES.has(key));
}

/** Neither may cover the other. Points are rounded to a thousandth. */
const overlap = (a: DrawnForm, b: DrawnForm): boolean =>
  a.x + a.width * a.scale > b.x + 0.01 &&
  b.x + b.width * b.scale > a.x + 0.01 &&
  a.y + a.height * a.scale > b.y + 0.01 &&
  b.y + b.height * b.scale > a.y + 0.01;

/**
 * Whether the appearance's box, turned by quarter turns at most, is just the box around what is placed in it: then all of that
 * is shown, and the widget is no larger. Points are rounded to a thousandth.
 */
function fillBox(pdf: Pdf, dict: PdfDict, forms: readonly DrawnForm[]): boolean {
  const box = readRectangle(pdf, rawEntry(dict, 'BBox'));
  const matrix = dict.entries.has('Matrix') ? readNumbers(pdf, rawEntry(dict, 'Matrix')) : [1, 0, 0, 1, 0, 0];
  if (!box || !matrix || !QUARTER_TURNS.has(matrix.join(' '))) return false;
  const around: Rectangle = [
    Math.min(...forms.map(({ x }) => x)),
    Math.min(...forms.map(({ y }) => y)),
    Math.max(...forms.map(({ x, width, scale }) => x + width * scale)),
    Math.max(...forms.map(({ y, height, scale }) => y + height * scale)),
  ];
  return box.every((edge, i) => Math.abs(edge - (around[i] ?? 0)) < 0.01);
}

const QUARTER_TURNS = new Set(['1 0 0 1 0 0', '0 1 -1 0 0 0', '-1 0 0 -1 0 0', '0 -1 1 0 0 0']);
