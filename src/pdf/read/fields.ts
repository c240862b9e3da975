import { PdfFormatError } from './format-error.ts';
import { type IndirectObject, NULL, type PdfDict, type PdfObject, type PdfRef, rawEntry } from './objects.ts';
import type { Pdf } from './pdf.ts';
import { decodeTextString } from './text-string.ts';

/** A terminal field of the form: one that holds a value, not one that only groups others. */
export interface FormField {
  /** Fully qualified: partial names joined by full stops (ISO 32000-2, 12.7.4.2). */
  readonly name: string;
  readonly ref: PdfRef;
  readonly object: IndirectObject;
  readonly dict: PdfDict;
  /** The fields above it, nearest first. */
  readonly ancestors: readonly PdfDict[];
  /** Its widgets: its kids, or itself where field and widget are one dictionary. */
  readonly widgets: readonly { readonly ref: PdfRef; readonly dict: PdfDict }[];
}

const MAX_FIELD_DEPTH = 50;
/** Of a fully qualified name, in characters. */
const MAX_NAME = 1000;

/** The form's dictionary, or undefined where there is none. */
export function acroFormOf(pdf: Pdf): PdfDict | undefined {
  const form = pdf.entry(pdf.root, 'AcroForm');
  if (form.kind === 'null') return undefined;
  if (form.kind !== 'dict') throw new PdfFormatError('form-field', form.start, '/AcroForm is no dictionary');
  return form;
}

/** All terminal fields, in the order of the form. A field may stand in it once. */
export function readFields(pdf: Pdf): readonly FormField[] {
  const form = acroFormOf(pdf);
  if (!form) return [];
  const fields: FormField[] = [];
  const visited = new Set<number>();

  const visit = (ref: PdfObject, ancestors: readonly PdfDict[], prefix: readonly string[]): void => {
    if (ref.kind !== 'ref') throw new PdfFormatError('form-field', ref.start, 'a form field is not referred to');
    if (visited.has(ref.number))
      throw new PdfFormatError('form-field', ref.start, `object ${ref.number} stands twice among the form fields`);
    if (ancestors.length > MAX_FIELD_DEPTH)
      throw new PdfFormatError('too-deep', ref.start, `form fields lie more than ${MAX_FIELD_DEPTH} deep`);
    visited.add(ref.number);
    const object = pdf.object(ref.number);
    const dict = pdf.get(ref);
    if (!object || dict.kind !== 'dict')
      throw new PdfFormatError('form-field', ref.start, `the form field ${ref.number} is no dictionary`);
    const partial = pdf.entry(dict, 'T');
    const path = partial.kind === 'string' ? [...prefix, decodeTextString(partial.bytes)] : prefix;
    if (path.reduce((length, part) => length + part.length + 1, 0) > MAX_NAME)
      throw new PdfFormatError(
        'form-field',
        ref.start,
        `the name of form field ${ref.number} is longer than ${MAX_NAME} characters`,
      );
    const kids = kidsOf(pdf, dict);
    // A kid with a partial name is a field, one without is this field's widget (12.7.4.1).
    const [subfields, widgets] = [
      kids.filter(({ dict: kid }) => kid.entries.has('T')),
      kids.filter(({ dict: kid }) => !kid.entries.has('T')),
    ];
    for (const kid of subfields) visit(kid.ref, [dict, ...ancestors], path);
    if (subfields.length > 0) return;
    fields.push({ name: path.join('.'), ref, object, dict, ancestors, widgets: kids.length > 0 ? widgets : [{ ref, dict }] });
  };

  for (const ref of items(pdf.entry(form, 'Fields'))) visit(ref, [], []);
  return fields;
}

/** A field's own value, or the nearest ancestor's, for the entries that are inherited: FT, Ff, V, DV. */
export function fieldAttribute(pdf: Pdf, field: FormField, key: 'FT' | 'Ff' | 'V' | 'DV'): PdfObject {
  for (const dict of [field.dict, ...field.ancestors]) {
    const value = rawEntry(dict, key);
    if (value && pdf.get(value).kind !== 'null') return value;
  }
  return NULL;
}

function kidsOf(pdf: Pdf, dict: PdfDict): readonly { ref: PdfRef; dict: PdfDict }[] {
  return items(pdf.entry(dict, 'Kids')).map((ref) => {
    const kid = pdf.get(ref);
    if (ref.kind !== 'ref' || kid.kind !== 'dict')
      throw new PdfFormatError('form-field', ref.start, 'a kid of a form field is no dictionary that is referred to');
    return { ref, dict: kid };
  });
}

function items(value: PdfObject): readonly PdfObject[] {
  if (value.kind === 'null') return [];
  if (value.kind !== 'array') throw new PdfFormatError('form-field', value.start, 'form fields do not stand in an array');
  return value.items;
}
