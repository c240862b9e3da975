import { PdfFormatError } from './format-error.ts';
import { NULL, type PdfDict, type PdfObject, type PdfRef, rawEntry } from './objects.ts';
import type { Pdf } from './pdf.ts';
import { type Rectangle, readRectangle } from './rectangle.ts';

export interface Page {
  /** From 0, in reading order. */
  readonly index: number;
  readonly ref: PdfRef;
  readonly dict: PdfDict;
  /** What is shown of the page: its crop box within its media box, in default user space. */
  readonly cropBox: Rectangle;
  /** Degrees clockwise by which the page is turned when shown. */
  readonly rotate: 0 | 90 | 180 | 270;
}

/** Deeper than any real page tree, which a balanced tree of 10 kids a node would need for 10^50 pages. */
const MAX_TREE_DEPTH = 50;

/** The pages, by walking the tree (ISO 32000-2, 7.7.3); a node or page may stand in it once. */
export function readPages(pdf: Pdf): readonly Page[] {
  const pages: Page[] = [];
  const visited = new Set<number>();

  const visit = (ref: PdfObject | undefined, ancestors: readonly PdfDict[]): void => {
    if (ref?.kind !== 'ref') throw new PdfFormatError('page-tree', ref?.start ?? 0, 'a node of the page tree is not referred to');
    if (visited.has(ref.number))
      throw new PdfFormatError('page-tree', ref.start, `object ${ref.number} stands twice in the page tree`);
    if (ancestors.length > MAX_TREE_DEPTH)
      throw new PdfFormatError('too-deep', ref.start, `the page tree is more than ${MAX_TREE_DEPTH} deep`);
    visited.add(ref.number);
    const node = pdf.get(ref);
    if (node.kind !== 'dict')
      throw new PdfFormatError('page-tree', ref.start, `object ${ref.number} in the page tree is no dictionary`);
    if (nodeType(pdf, node) === 'Page') {
      pages.push({ index: pages.length, ref, dict: node, ...shownArea(pdf, [node, ...ancestors]) });
      return;
    }
    const kids = pdf.entry(node, 'Kids');
    if (kids.kind !== 'array')
      throw new PdfFormatError('page-tree', node.start, `object ${ref.number} in the page tree has no /Kids`);
    for (const kid of kids.items) visit(kid, [node, ...ancestors]);
  };

  visit(rawEntry(pdf.root, 'Pages'), []);
  return pages;
}

function nodeType(pdf: Pdf, node: PdfDict): 'Page' | 'Pages' {
  const type = pdf.entry(node, 'Type');
  if (
    type.kind === 'name' &&
    (type.value === 'Page' || type.value === 'Pages') &&
    (type.value === 'Pages') === node.entries.has('Kids')
  )
    return type.value;
  throw new PdfFormatError('page-tree', node.start, 'a node of the page tree is neither a page nor an inner node');
}

/** The entries that a page inherits from the nearest node above that has them (7.7.3.4). */
function shownArea(pdf: Pdf, lineage: readonly PdfDict[]): Pick<Page, 'cropBox' | 'rotate'> {
  const inherited = (key: string): PdfObject =>
    lineage.map((dict) => pdf.entry(dict, key)).find((value) => value.kind !== 'null') ?? NULL;
  const at = lineage[0]?.start ?? 0;
  const mediaBox = readRectangle(pdf, inherited('MediaBox'));
  if (!mediaBox) throw new PdfFormatError('page-tree', at, 'a page has no /MediaBox of four numbers');
  const crop = inherited('CropBox');
  const cropBox = crop.kind === 'null' ? mediaBox : readRectangle(pdf, crop);
  if (!cropBox) throw new PdfFormatError('page-tree', at, 'a page has a /CropBox that is not four numbers');
  return { cropBox: intersection(mediaBox, cropBox), rotate: rotation(inherited('Rotate'), at) };
}

function intersection(a: Rectangle, b: Rectangle): Rectangle {
  const [left, bottom, right, top] = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  // A crop box outside the media box is an error that readers mend by showing the media box.
  return left < right && bottom < top ? [left, bottom, right, top] : a;
}

function rotation(value: PdfObject, at: number): Page['rotate'] {
  if (value.kind === 'null') return 0;
  const turns = value.kind === 'number' ? (((value.value / 90) % 4) + 4) % 4 : Number.NaN;
  const rotate = ([0, 90, 180, 270] as const)[turns];
  if (rotate === undefined) throw new PdfFormatError('page-tree', at, 'the /Rotate of a page is no multiple of 90');
  return rotate;
}
