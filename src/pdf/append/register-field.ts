import { Refusal } from '../../model/errors.ts';
import { type IndirectObject, type PdfDict, type PdfRef, rawEntry } from '../read/objects.ts';
import type { Pdf } from '../read/pdf.ts';
import { appendItem, applyEdits, type Edit, setEntry } from './edit.ts';
import type { NewObject } from './increment.ts';

/** SignaturesExist and AppendOnly (ISO 32000-2, 12.7.3, table 225). */
export const SIGNATURE_FLAGS = 3;

/** Edits gathered by the object they are in, so that an object with two edits is written once. */
type Edits = Map<number, { readonly object: IndirectObject; readonly edits: Edit[] }>;

/**
 * Existing objects as they have to read once `field` stands on the page and in the form: an item more in /Annots and in
 * /Fields, /SigFlags set; nothing else of them changes. A document without a form is given `newForm`.
 */
export function registerField(
  pdf: Pdf,
  page: PdfRef,
  field: string,
  newForm: string,
): { changed: NewObject[]; usesNewForm: boolean } {
  const edits: Edits = new Map();
  const pageObject = existing(pdf, page);
  appendReference(pdf, edits, pageObject, dictOf(pageObject, 'page'), 'Annots', field);
  const catalog = existing(pdf, pdf.rootRef);
  const form = locate(pdf, catalog, dictOf(catalog, 'catalog'), 'AcroForm');
  if (form) {
    const dict = form.value.kind === 'dict' ? form.value : refuse('AcroForm', form.value.kind);
    appendReference(pdf, edits, form.object, dict, 'Fields', field);
    setSignatureFlags(pdf, edits, form.object, dict);
  } else {
    edit(edits, catalog, setEntry(dictOf(catalog, 'catalog'), 'AcroForm', newForm));
  }
  const changed = [...edits.values()].map(({ object, edits }) => ({
    number: object.number,
    generation: object.generation,
    parts: applyEdits(object, edits),
  }));
  return { changed, usesNewForm: !form };
}

/** Appends to the array under `key`, which may be absent, direct, or an object of its own. */
function appendReference(pdf: Pdf, edits: Edits, holder: IndirectObject, dict: PdfDict, key: string, reference: string): void {
  const found = locate(pdf, holder, dict, key);
  if (!found) edit(edits, holder, setEntry(dict, key, `[${reference}]`));
  else if (found.value.kind === 'array') edit(edits, found.object, appendItem(found.value, reference));
  else refuse(key, found.value.kind);
}

function setSignatureFlags(pdf: Pdf, edits: Edits, holder: IndirectObject, form: PdfDict): void {
  const flags = pdf.entry(form, 'SigFlags');
  const value = flags.kind === 'number' && flags.isInteger ? flags.value : 0;
  if ((value & SIGNATURE_FLAGS) !== SIGNATURE_FLAGS)
    edit(edits, holder, setEntry(form, 'SigFlags', String(value | SIGNATURE_FLAGS)));
}

/** The value under `key` with the object that it is written in; undefined where absent or null. */
function locate(pdf: Pdf, holder: IndirectObject, dict: PdfDict, key: string) {
  const raw = rawEntry(dict, key);
  if (!raw || raw.kind === 'null') return undefined;
  if (raw.kind !== 'ref') return { object: holder, value: raw };
  const object = pdf.object(raw.number);
  return !object || object.value.kind === 'null' ? undefined : { object, value: object.value };
}

function edit(edits: Edits, object: IndirectObject, change: Edit): void {
  const known = edits.get(object.number);
  if (known) known.edits.push(change);
  else edits.set(object.number, { object, edits: [change] });
}

function existing(pdf: Pdf, { number }: PdfRef): IndirectObject {
  return pdf.object(number) ?? refuse(`object ${number}`, 'missing');
}

const dictOf = ({ value }: IndirectObject, what: string): PdfDict => (value.kind === 'dict' ? value : refuse(what, value.kind));

function refuse(what: string, kind: string): never {
  throw new Refusal(
    'pdf-structure',
    `the document's ${what} is ${kind}, where a seal cannot be added; save it anew with another program`,
    { what, kind },
  );
}
