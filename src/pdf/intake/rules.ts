import { PdfFormatError } from '../read/format-error.ts';
import { NULL, type PdfDict, type PdfObject } from '../read/objects.ts';
import type { Pdf } from '../read/pdf.ts';

/** What a document may not hold if it is to be sealed, with what to do about it. Stable: callers rely on the codes. */
export const REMEDIES = {
  encrypted: 'the document is encrypted; save it without a password first',
  unreadable: 'the document is damaged; print it to a new PDF',
  'too-complex': 'the document has too many objects; print it to a new PDF',
  'no-pages': 'the document has no page; there is nothing to seal',
  'page-box': 'the page has no valid size; print the document to a new PDF',
  javascript: 'the document holds JavaScript, which can change what it shows; print it to a new PDF',
  'automatic-action':
    'the document does something by itself when opened, printed or closed; remove the action or print it to a new PDF',
  'launch-action': 'the document can start programs or fetch data into its forms; remove the action or print it to a new PDF',
  'external-content': 'the document shows content from outside the file, which a seal cannot cover; embed the content',
  xfa: 'the document holds an XFA form, which readers show differently; print it to a new PDF',
  'need-appearances': 'the document leaves it to the reader to draw its filled-in form fields; flatten the form first',
  'hidden-layer': 'the document has layers that are hidden but can be shown; flatten or remove them',
  portfolio: 'the document is a portfolio of files, whose page people may never see; seal the files one by one',
  certified: 'the document is certified or locked against changes; a seal would break that signature',
} as const;
export type IntakeCode = keyof typeof REMEDIES;

/** Actions that only move about in the document. */
const HARMLESS = new Set(['GoTo', 'Named']);

/** What one dictionary of the document gives away, wherever it stands. */
export function inspectDictionary(pdf: Pdf, dict: PdfDict, isStream: boolean): IntakeCode[] {
  const found: IntakeCode[] = [];
  const action = nameOf(pdf, dict, 'S');
  if ((action === 'JavaScript' || dict.entries.has('JS')) && !isFormatting(pdf, dict)) found.push('javascript');
  if (action === 'Launch' || action === 'ImportData' || action === 'SubmitForm') found.push('launch-action');
  if (triggersOf(pdf, dict).some((triggered) => isHarmful(pdf, triggered))) found.push('automatic-action');
  // A stream's /F names the file that holds its data (ISO 32000-2, 7.3.8.2); /Ref shows a page of another file (8.10.4).
  if (isStream && (dict.entries.has('F') || dict.entries.has('Ref'))) found.push('external-content');
  if (nameOf(pdf, dict, 'TransformMethod') === 'DocMDP') found.push('certified');
  if (nameOf(pdf, dict, 'Type') === 'SigFieldLock' && numberOf(pdf, dict, 'P') === 1) found.push('certified');
  return found;
}

/** What the catalog gives away. */
export function inspectCatalog(pdf: Pdf, catalog: PdfDict): IntakeCode[] {
  const found: IntakeCode[] = [];
  if (read(pdf, catalog, 'Collection').kind === 'dict') found.push('portfolio');
  const form = read(pdf, catalog, 'AcroForm');
  if (form.kind === 'dict') {
    if (read(pdf, form, 'XFA').kind !== 'null') found.push('xfa');
    const drawLater = read(pdf, form, 'NeedAppearances');
    const fields = read(pdf, form, 'Fields');
    if (drawLater.kind === 'boolean' && drawLater.value && fields.kind === 'array' && fields.items.length > 0)
      found.push('need-appearances');
  }
  if (hidesLayers(pdf, catalog)) found.push('hidden-layer');
  return found;
}

/** Layers that the default configuration hides: a click shows them, on a page that is already sealed. */
function hidesLayers(pdf: Pdf, catalog: PdfDict): boolean {
  const layers = read(pdf, catalog, 'OCProperties');
  const initial = layers.kind === 'dict' ? read(pdf, layers, 'D') : NULL;
  if (initial.kind !== 'dict') return false;
  const off = read(pdf, initial, 'OFF');
  return nameOf(pdf, initial, 'BaseState') === 'OFF' || (off.kind === 'array' && off.items.length > 0);
}

/** What /OpenAction and /AA set off without a click. */
function triggersOf(pdf: Pdf, dict: PdfDict): PdfObject[] {
  const additional = read(pdf, dict, 'AA');
  const values = additional.kind === 'dict' ? [...additional.entries.values()].map(({ value }) => value) : [];
  const open = dict.entries.get('OpenAction');
  return open ? [open.value, ...values] : values;
}

function isHarmful(pdf: Pdf, action: PdfObject): boolean {
  const value = resolve(pdf, action);
  // An array is a destination, not an action.
  return value.kind === 'dict' && !HARMLESS.has(nameOf(pdf, value, 'S') ?? '') && !isFormatting(pdf, value);
}

/**
 * One call of a formatting function that Acrobat's form editor writes, such as `AFDate_FormatEx("dd.mm.yyyy");`, with
 * literals only: it tidies what somebody types into a field, and typing is a change that every verification finds.
 */
const FORMATTING =
  /^\s*AF(?:Number|Percent|Date|Time|Special)_(?:Format|Keystroke)(?:Ex)?\((?:[\w\s.,-]|"[^"\\]*"|'[^'\\]*')*\);?\s*$/;
const LONGEST_FORMATTING = 500;

function isFormatting(pdf: Pdf, action: PdfDict): boolean {
  const script = read(pdf, action, 'JS');
  if (nameOf(pdf, action, 'S') !== 'JavaScript' || script.kind !== 'string' || script.bytes.length > LONGEST_FORMATTING)
    return false;
  return FORMATTING.test(String.fromCharCode(...script.bytes));
}

function nameOf(pdf: Pdf, dict: PdfDict, key: string): string | undefined {
  const value = read(pdf, dict, key);
  return value.kind === 'name' ? value.value : undefined;
}

function numberOf(pdf: Pdf, dict: PdfDict, key: string): number | undefined {
  const value = read(pdf, dict, key);
  return value.kind === 'number' ? value.value : undefined;
}

const read = (pdf: Pdf, dict: PdfDict, key: string): PdfObject => resolve(pdf, dict.entries.get(key)?.value ?? NULL);

/** A damaged target counts as absent here: the walk over all references reports it. */
function resolve(pdf: Pdf, value: PdfObject): PdfObject {
  try {
    return pdf.get(value);
  } catch (error) {
    if (error instanceof PdfFormatError) return NULL;
    throw error;
  }
}
