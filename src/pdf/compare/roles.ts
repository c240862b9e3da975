import type { PdfDict, PdfObject } from '../read/objects.ts';
import type { Pdf } from '../read/pdf.ts';
import { referencesIn } from '../read/references.ts';

/** What an object is to people. */
export interface Role {
  readonly words: string;
  /** Counted from 1. */
  readonly page?: number;
}

const PAGE_PARTS = new Map([
  ['Contents', 'content'],
  ['Resources', 'resources'],
  ['Annots', 'annotations'],
]);
/** Entries that lead from a page's own parts to other pages. */
const ELSEWHERE = new Set(['Parent', 'P', 'B', 'Dest', 'A', 'AA', 'Popup', 'StructParents']);

/** The part that each object plays: for the first page that uses it, or else for the catalog. */
export function rolesOf(pdf: Pdf): ReadonlyMap<number, Role> {
  const roles = new Map<number, Role>([[pdf.rootRef.number, { words: 'the document catalog' }]]);
  for (const { index, ref } of pdf.pages()) roles.set(ref.number, { words: `page ${index + 1}`, page: index + 1 });
  for (const { index, dict } of pdf.pages()) {
    const page = index + 1;
    for (const [key, value] of ownEntries(dict))
      assign(pdf, roles, value, { words: `${PAGE_PARTS.get(key) ?? `/${key}`} of page ${page}`, page });
  }
  for (const [key, value] of ownEntries(pdf.root)) assign(pdf, roles, value, { words: `/${key} of the document catalog` });
  return roles;
}

/** Gives `role` to whatever `from` leads to and has none yet. */
function assign(pdf: Pdf, roles: Map<number, Role>, from: PdfObject, role: Role): void {
  const pending = [from];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const values = next.kind === 'dict' ? ownEntries(next).map(([, value]) => value) : [next];
    for (const { number } of values.flatMap((value) => [...referencesIn(value)])) {
      if (roles.has(number)) continue;
      roles.set(number, role);
      const object = pdf.object(number);
      if (object) pending.push(object.value);
    }
  }
}

const ownEntries = (dict: PdfDict): readonly (readonly [string, PdfObject])[] =>
  [...dict.entries].filter(([key]) => !ELSEWHERE.has(key)).map(([key, { value }]) => [key, value]);
