import { type PdfDict, rawEntry } from '../read/objects.ts';
import type { Pdf } from '../read/pdf.ts';
import type { Explanation } from './explanation.ts';

/** Lists of certificates, OCSP responses and CRLs (ISO 32000-2, table 261). */
const LISTS = ['Certs', 'OCSPs', 'CRLs'];

/** The document security store may grow; what it held, it keeps, so that evidence cannot be taken away again. */
export function compareValidationData(explanation: Explanation): void {
  const { earlier, later } = explanation;
  const [before, now] = [storeOf(earlier), storeOf(later)];
  const kept = now ? keptIn(later, now) : new Set<string>();
  const lost = before ? [...keptIn(earlier, before)].filter((item) => !kept.has(item)) : [];
  if (lost.length > 0)
    explanation.forbid({
      code: 'validation-data-removed',
      detail: `the document security store no longer holds ${lost.join(', ')}`,
    });
  explanation.explainTree(rawEntry(later.root, 'DSS'));
}

function storeOf(pdf: Pdf): PdfDict | undefined {
  const store = pdf.entry(pdf.root, 'DSS');
  return store.kind === 'dict' ? store : undefined;
}

/** What a store holds, in words: the objects in its lists, and the signatures that it has data on. */
function keptIn(pdf: Pdf, store: PdfDict): ReadonlySet<string> {
  const kept = new Set<string>();
  for (const key of LISTS) {
    const list = pdf.entry(store, key);
    for (const item of list.kind === 'array' ? list.items : [])
      if (item.kind === 'ref') kept.add(`object ${item.number} in /${key}`);
  }
  const related = pdf.entry(store, 'VRI');
  for (const key of related.kind === 'dict' ? related.entries.keys() : []) kept.add(`/VRI /${key}`);
  return kept;
}
