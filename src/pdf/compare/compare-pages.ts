import { type PdfObject, rawEntry } from '../read/objects.ts';
import type { Page } from '../read/pages.ts';
import { appendedReferences } from './compare-form.ts';
import type { Explanation } from './explanation.ts';
import { changedKeys } from './same-value.ts';

/** Pages may get the widgets of new fields at the end of their lists of annotations; nothing else of them changes. */
export function comparePages(explanation: Explanation, newFields: ReadonlySet<number>): void {
  const { earlier, later } = explanation;
  const shown = new Set<number>();
  const lists = new Set<number>();
  for (const page of earlier.pages()) {
    const now = later.get(page.ref);
    const annotations = now.kind === 'dict' ? rawEntry(now, 'Annots') : undefined;
    if (!isTouched(explanation, page, annotations)) continue;
    const number = page.index + 1;
    const keys = now.kind === 'dict' ? changedKeys(page.dict, now).filter((key) => key !== 'Annots') : ['Type'];
    if (keys.length > 0)
      explanation.forbid({
        code: 'page-changed',
        detail: `${keys.map((key) => `/${key}`).join(', ')} of page ${number} (object ${page.ref.number}) was changed`,
        page: number,
      });
    explanation.explain(page.ref.number);
    if (annotations?.kind === 'ref' && lists.has(annotations.number)) {
      explanation.forbid({
        code: 'annotation-changed',
        detail: `page ${number} and another one share a list of annotations that was changed`,
        page: number,
      });
      continue;
    }
    if (annotations?.kind === 'ref') lists.add(annotations.number);
    const appended = appendedReferences(explanation, rawEntry(page.dict, 'Annots'), annotations);
    if (!appended)
      explanation.forbid({
        code: 'annotation-changed',
        detail: `the annotations of page ${number} were changed other than by adding to their end`,
        page: number,
      });
    for (const annotation of appended ?? []) {
      if (!newFields.has(annotation.number))
        explanation.forbid({
          code: 'annotation-changed',
          detail: `object ${annotation.number} was added as an annotation of page ${number}, but is no new signature field`,
          page: number,
        });
      if (shown.has(annotation.number))
        explanation.forbid({
          code: 'annotation-changed',
          detail: `the new field ${annotation.number} is shown twice, again on page ${number}`,
          page: number,
        });
      shown.add(annotation.number);
    }
  }
}

function isTouched(explanation: Explanation, page: Page, annotations: PdfObject | undefined): boolean {
  const isNew = (value: PdfObject | undefined): boolean =>
    value?.kind === 'ref' && (explanation.isAdded(value.number) || explanation.isReplaced(value.number));
  return isNew(page.ref) || isNew(annotations);
}
