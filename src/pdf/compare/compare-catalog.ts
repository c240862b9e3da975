import { isName, type PdfDict, type PdfObject, rawEntry } from '../read/objects.ts';
import { compareValidationData } from './compare-validation-data.ts';
import type { Explanation } from './explanation.ts';
import { changedKeys } from './same-value.ts';

/** Validation data (ISO 32000-2, 12.8.4.3) and what announces it; the form is `compareForm`'s. */
const CHANGEABLE = new Set(['AcroForm', 'DSS', 'Metadata', 'Extensions']);
/** What a cross-reference section says of itself. */
const OF_THE_SECTION = new Set([
  'Size',
  'Prev',
  'XRefStm',
  'Info',
  'ID',
  'Type',
  'W',
  'Index',
  'Filter',
  'DecodeParms',
  'Length',
]);

/** The trailer: another /Info and another second half of /ID are all that may differ. */
export function compareTrailer(explanation: Explanation): void {
  const { earlier, later } = explanation;
  for (const key of changedKeys(earlier.trailer, later.trailer))
    if (!OF_THE_SECTION.has(key)) explanation.forbid({ code: 'trailer-changed', detail: `/${key} of the trailer was changed` });
  const [before, now] = [permanentId(earlier.entry(earlier.trailer, 'ID')), permanentId(later.entry(later.trailer, 'ID'))];
  if (before !== undefined && before !== now)
    explanation.forbid({ code: 'trailer-changed', detail: 'the first part of /ID was changed' });
  compareInfo(explanation);
}

function permanentId(id: PdfObject): string | undefined {
  const [first] = id.kind === 'array' ? id.items : [];
  return first?.kind === 'string' ? first.bytes.join() : undefined;
}

/** Document information: a flat dictionary (14.3.3). */
function compareInfo(explanation: Explanation): void {
  const { later } = explanation;
  const raw = rawEntry(later.trailer, 'Info');
  const info = later.get(raw);
  explanation.explainHolder(raw);
  const flat =
    info.kind === 'null' ||
    (info.kind === 'dict' && [...info.entries.values()].every(({ value }) => !['dict', 'array'].includes(value.kind)));
  if (!flat) explanation.forbid({ code: 'metadata-changed', detail: '/Info of the trailer is no flat dictionary' });
  if (info.kind === 'dict') explanation.explainTree(info);
}

/** The catalog: everything but {@link CHANGEABLE} stays as it was. */
export function compareCatalog(explanation: Explanation): void {
  const { earlier, later } = explanation;
  for (const key of changedKeys(earlier.root, later.root))
    if (!CHANGEABLE.has(key))
      explanation.forbid({ code: 'catalog-changed', detail: `/${key} of the document catalog was changed` });
  explanation.explain(later.rootRef.number);
  compareValidationData(explanation);
  explanation.explainTree(rawEntry(later.root, 'Extensions'));
  compareMetadata(explanation, later.root);
}

/** XMP (14.3.2): a stream that is nothing else, so that no drawing can be replaced in its name. */
function compareMetadata(explanation: Explanation, root: PdfDict): void {
  const { later } = explanation;
  const raw = rawEntry(root, 'Metadata');
  if (raw?.kind !== 'ref' || !(explanation.isAdded(raw.number) || explanation.isReplaced(raw.number))) return;
  const metadata = later.get(raw);
  const subtype = metadata.kind === 'stream' ? later.entry(metadata.dict, 'Subtype') : undefined;
  if (isName(subtype, 'XML')) explanation.explainTree(raw);
  else
    explanation.forbid({ code: 'metadata-changed', detail: `/Metadata of the catalog (object ${raw.number}) is no XMP stream` });
}
