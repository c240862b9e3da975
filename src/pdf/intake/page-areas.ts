import { fieldAttribute, readFields } from '../read/fields.ts';
import { type Page, readPages } from '../read/pages.ts';
import type { Pdf } from '../read/pdf.ts';
import { type Rectangle, readRectangle } from '../read/rectangle.ts';

/** A page as placing a seal has to know it. */
export interface PageArea extends Pick<Page, 'cropBox' | 'rotate'> {
  /** Where earlier signatures stand. */
  readonly taken: readonly Rectangle[];
}

/** All pages, in reading order. An invisible signature takes no place. */
export function pageAreas(pdf: Pdf): PageArea[] {
  const widgets = widgetsOfSignatures(pdf);
  return readPages(pdf).map((page) => ({
    cropBox: page.cropBox,
    rotate: page.rotate,
    taken: annotationsOf(pdf, page).flatMap((number) => widgets.get(number) ?? []),
  }));
}

function widgetsOfSignatures(pdf: Pdf): ReadonlyMap<number, readonly [Rectangle]> {
  const rectangles = new Map<number, readonly [Rectangle]>();
  for (const field of readFields(pdf)) {
    const type = pdf.get(fieldAttribute(pdf, field, 'FT'));
    if (type.kind !== 'name' || type.value !== 'Sig') continue;
    for (const { ref, dict } of field.widgets) {
      const rectangle = readRectangle(pdf, pdf.entry(dict, 'Rect'));
      if (rectangle && rectangle[0] < rectangle[2] && rectangle[1] < rectangle[3]) rectangles.set(ref.number, [rectangle]);
    }
  }
  return rectangles;
}

function annotationsOf(pdf: Pdf, page: Page): number[] {
  const annotations = pdf.entry(page.dict, 'Annots');
  if (annotations.kind !== 'array') return [];
  return annotations.items.flatMap((item) => (item.kind === 'ref' ? [item.number] : []));
}
