import { acroFormOf, fieldAttribute } from '../read/fields.ts';
import { isName, type PdfObject, type PdfRef, rawEntry } from '../read/objects.ts';
import type { Explanation } from './explanation.ts';
import { changedKeys, sameValue } from './same-value.ts';

const CHANGEABLE = new Set(['Fields', 'SigFlags']);
/** What PDFBox and others add along with a signature. It matters to fields that hold text, so it may come where there are none. */
const WITHOUT_TEXT = new Set(['DR', 'DA']);

/** The form's dictionary may get further fields at the end of its list, and the flags that say so. Returns the new ones. */
export function compareForm(explanation: Explanation): readonly PdfRef[] {
  const { earlier, later } = explanation;
  const [before, now] = [acroFormOf(earlier), acroFormOf(later)];
  if (!now) {
    if (before) explanation.forbid({ code: 'form-changed', detail: 'the form was removed' });
    return [];
  }
  const keys = before ? changedKeys(before, now) : [...now.entries.keys()];
  const onlySignatures = earlier.fields().every((field) => isName(earlier.get(fieldAttribute(earlier, field, 'FT')), 'Sig'));
  for (const key of keys) {
    const isAddition = onlySignatures && WITHOUT_TEXT.has(key) && !before?.entries.has(key);
    if (isAddition) explanation.explainTree(rawEntry(now, key));
    else if (!CHANGEABLE.has(key)) explanation.forbid({ code: 'form-changed', detail: `/${key} of the form was changed` });
  }
  explanation.explainHolder(rawEntry(later.root, 'AcroForm'));
  const appended = appendedReferences(explanation, before && rawEntry(before, 'Fields'), rawEntry(now, 'Fields'));
  if (!appended)
    explanation.forbid({ code: 'form-changed', detail: 'the list of form fields was changed other than by adding to its end' });
  return appended ?? [];
}

/** What a list has behind all that it had before; undefined if it is not the old list with references behind it. */
export function appendedReferences(
  explanation: Explanation,
  before: PdfObject | undefined,
  now: PdfObject | undefined,
): readonly PdfRef[] | undefined {
  explanation.explainHolder(now);
  const [old, list] = [itemsOf(explanation.earlier.get(before)), itemsOf(explanation.later.get(now))];
  if (!old || !list || !old.every((item, i) => sameValue(item, list[i]))) return undefined;
  const appended = list.slice(old.length);
  const references = appended.flatMap((item) => (item.kind === 'ref' ? [item] : []));
  return references.length === appended.length ? references : undefined;
}

function itemsOf(value: PdfObject): readonly PdfObject[] | undefined {
  if (value.kind === 'null') return [];
  return value.kind === 'array' ? value.items : undefined;
}
