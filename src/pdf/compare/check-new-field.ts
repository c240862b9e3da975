import { isName, type PdfDict, type PdfObject, type PdfRef, rawEntry } from '../read/objects.ts';
import { readRectangle } from '../read/rectangle.ts';
import { referencesIn } from '../read/references.ts';
import { decodeTextString } from '../read/text-string.ts';
import type { Explanation } from './explanation.ts';

/** A signature field that an increment added. */
export interface NewSignatureField {
  readonly name: string;
  readonly ref: PdfRef;
  readonly kind: 'signature' | 'document-time-stamp';
}

/** What a signature field that is its own widget may say; above all no action (A, AA), no optional content (OC), no kids. */
const FIELD_ENTRIES = new Set([
  'Type',
  'Subtype',
  'FT',
  'T',
  'TU',
  'V',
  'F',
  'Ff',
  'P',
  'Rect',
  'AP',
  'MK',
  'DA',
  'H',
  'BS',
  'Border',
]);

/** Checks that a field is a signature field with a value, out of new objects only, and explains those. */
export function checkNewField(
  explanation: Explanation,
  ref: PdfRef,
  takenNames: ReadonlySet<string>,
): NewSignatureField | undefined {
  const { later } = explanation;
  const dict = later.get(ref);
  const forbid = (why: string): undefined =>
    explanation.forbid({ code: 'field-added', detail: `the added form field ${ref.number} ${why}` }) as undefined;
  if (!explanation.isAdded(ref.number) || dict.kind !== 'dict') return forbid('is no new dictionary');
  explanation.explain(ref.number);
  const strange = [...dict.entries.keys()].filter((key) => !FIELD_ENTRIES.has(key));
  if (strange.length > 0) return forbid(`has /${strange.join(', /')}`);
  if (!isName(later.entry(dict, 'FT'), 'Sig')) return forbid('is no signature field');
  const name = later.entry(dict, 'T');
  if (name.kind !== 'string') return forbid('has no name');
  const text = decodeTextString(name.bytes);
  if (takenNames.has(text)) return forbid(`has the name ${text} of another field`);
  const value = rawEntry(dict, 'V');
  const kind =
    value?.kind === 'ref' && explanation.isAdded(value.number) ? signatureKind(later.get(value), explanation) : undefined;
  if (!kind) return forbid('has no new signature dictionary as its value');
  if (kind === 'document-time-stamp' && !isInvisible(explanation, dict)) return forbid('is a document time stamp that is shown');
  const old = oldObjectsDrawn(explanation, dict);
  if (old.length > 0) return forbid(`draws with objects that were there before: ${old.join(', ')}`);
  explanation.explainTree(dict);
  return { name: text, ref, kind };
}

function signatureKind(dict: PdfObject, { later }: Explanation): NewSignatureField['kind'] | undefined {
  if (dict.kind !== 'dict') return undefined;
  const type = later.entry(dict, 'Type');
  if (isName(type, 'DocTimeStamp')) return 'document-time-stamp';
  return type.kind === 'null' || isName(type, 'Sig') ? 'signature' : undefined;
}

/** A time stamp says nothing to people, and nobody answers for what one would draw (ISO 32000-2, 12.7.5.5: a rectangle of no size). */
function isInvisible({ later }: Explanation, field: PdfDict): boolean {
  const rect = readRectangle(later, rawEntry(field, 'Rect'));
  return rect !== undefined && rect[0] === rect[2] && rect[1] === rect[3];
}

/** Numbers of earlier objects that the widget's drawing uses. */
function oldObjectsDrawn(explanation: Explanation, field: PdfDict): readonly number[] {
  const seen = new Set<number>();
  const old: number[] = [];
  const pending = ['AP', 'MK', 'DR'].flatMap((key) => rawEntry(field, key) ?? []);
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const { number } of referencesIn(next)) {
      if (seen.has(number)) continue;
      seen.add(number);
      const object = explanation.later.object(number);
      if (!explanation.isAdded(number)) old.push(number);
      else if (object) pending.push(object.value);
    }
  }
  return old;
}
