import { type PdfDict, type PdfObject, rawEntry } from '../read/objects.ts';
import type { Pdf } from '../read/pdf.ts';
import { referencesIn } from '../read/references.ts';

/**
 * Numbers of all objects that the document refers to in any other way than through the few entries that an increment may
 * change. What stands here may not be replaced as metadata, as validation data or as a list of annotations, for it is
 * something else as well; and what stands here without existing may not come into being.
 */
export function contentReferences(pdf: Pdf): ReadonlySet<number> {
  const reached = new Set<number>();
  const pages = new Map(pdf.pages().map((page) => [page.ref.number, page.dict]));
  const pending: PdfObject[] = [];

  const follow = (value: PdfObject): void => {
    for (const { number } of referencesIn(value)) {
      if (reached.has(number)) continue;
      reached.add(number);
      const page = pages.get(number);
      const object = pdf.object(number);
      if (page) followExcept(page, { changeable: [], lists: ['Annots'] });
      else if (object && number !== pdf.rootRef.number) pending.push(object.value);
    }
  };
  /** `changeable` entries are not followed; of `lists` the items are, but not a reference to the list itself. */
  const followExcept = (
    dict: PdfDict,
    { changeable, lists }: { changeable: readonly string[]; lists: readonly string[] },
  ): void => {
    for (const [key, { value }] of dict.entries) {
      if (changeable.includes(key)) continue;
      pending.push(lists.includes(key) ? pdf.get(value) : value);
    }
  };

  followExcept(pdf.trailer, { changeable: ['Root', 'Info'], lists: [] });
  followExcept(pdf.root, { changeable: ['Metadata', 'DSS', 'AcroForm'], lists: [] });
  const form = pdf.get(rawEntry(pdf.root, 'AcroForm'));
  if (form.kind === 'dict') followExcept(form, { changeable: [], lists: ['Fields'] });
  // Nothing refers to an object stream, but every object in it depends on it, and on the object that says its /Length.
  for (const entry of pdf.xref.values()) {
    if (entry.kind !== 'in-stream' || reached.has(entry.container)) continue;
    reached.add(entry.container);
    const container = pdf.object(entry.container);
    if (container) pending.push(container.value);
  }
  for (let value = pending.pop(); value; value = pending.pop()) follow(value);
  return reached;
}
