import type { LaterChanges } from '../../model/report.ts';
import { PdfFormatError } from '../read/format-error.ts';
import type { PdfRef } from '../read/objects.ts';
import type { Pdf } from '../read/pdf.ts';
import { accountForBytes } from './account-for-bytes.ts';
import { checkNewField, type NewSignatureField } from './check-new-field.ts';
import { compareCatalog, compareTrailer } from './compare-catalog.ts';
import { compareForm } from './compare-form.ts';
import { comparePages } from './compare-pages.ts';
import { contentReferences } from './content-references.ts';
import { diffObjects } from './diff-objects.ts';
import { explainStructure } from './explain-structure.ts';
import { Explanation } from './explanation.ts';
import type { Finding } from './finding.ts';
import { type Role, rolesOf } from './roles.ts';
import { type Increment, splitIncrements } from './split-increments.ts';

export interface RevisionComparison {
  readonly changes: LaterChanges;
  /** Why they are forbidden; empty otherwise. */
  readonly findings: readonly Finding[];
  /** Signature fields that the increments added, in order; whether their signatures are good is for the caller. */
  readonly newSignatureFields: readonly NewSignatureField[];
}

/**
 * What changed from one revision of a file to a later one, by white list: new signature fields with their widgets and
 * drawings out of new objects, validation data, document information and XMP. Whatever else an increment does is forbidden.
 * Both must be read from the same bytes. A malformed increment is a finding, not a throw.
 */
export function compareRevisions(earlier: Pdf, later: Pdf): RevisionComparison {
  if (later.bytes === earlier.bytes && later.end === earlier.end)
    return { changes: 'none', findings: [], newSignatureFields: [] };
  try {
    const increments = splitIncrements(earlier, later);
    if ('code' in increments) return forbidden([increments]);
    return compareSteps(increments);
  } catch (error) {
    if (error instanceof PdfFormatError) return forbidden([{ code: 'malformed-increment', detail: error.message }]);
    throw error;
  }
}

const forbidden = (findings: readonly Finding[]): RevisionComparison => ({
  changes: 'forbidden',
  findings,
  newSignatureFields: [],
});

/** Each increment by itself: what one hides, a later one may not bring back. The first forbidden one decides. */
function compareSteps(increments: readonly Increment[]): RevisionComparison {
  const newSignatureFields: NewSignatureField[] = [];
  for (const increment of increments) {
    const step = compareStep(increment);
    if (step.findings.length > 0) return forbidden(step.findings);
    newSignatureFields.push(...step.newSignatureFields);
  }
  return { changes: 'permitted', findings: [], newSignatureFields };
}

function compareStep(increment: Increment): Pick<RevisionComparison, 'findings' | 'newSignatureFields'> {
  const { earlier, later } = increment;
  const unaccounted = accountForBytes(increment);
  if (unaccounted.length > 0) return { findings: unaccounted, newSignatureFields: [] };
  const explanation = new Explanation(earlier, later, diffObjects(increment), contentReferences(earlier));
  explainStructure(explanation, increment);
  compareTrailer(explanation);
  compareCatalog(explanation);
  const fields: readonly PdfRef[] = compareForm(explanation);
  const newSignatureFields = checkNewFields(explanation, fields);
  comparePages(explanation, new Set(newSignatureFields.map(({ ref }) => ref.number)));
  return { findings: [...explanation.findings, ...leftOver(explanation)].slice(0, MAX_FINDINGS), newSignatureFields };
}

/** Sealing adds one field, and so does a time stamp. */
const MAX_NEW_FIELDS = 20;
/** Enough to see what was done; an increment can bring a million. */
const MAX_FINDINGS = 20;

function checkNewFields(explanation: Explanation, fields: readonly PdfRef[]): readonly NewSignatureField[] {
  if (fields.length > MAX_NEW_FIELDS)
    explanation.forbid({ code: 'field-added', detail: `one increment adds ${fields.length} form fields` });
  const takenNames = new Set(explanation.earlier.fields().map(({ name }) => name));
  return fields.slice(0, MAX_NEW_FIELDS).flatMap((ref) => {
    const field = checkNewField(explanation, ref, takenNames);
    if (field) takenNames.add(field.name);
    return field ?? [];
  });
}

function leftOver(explanation: Explanation): readonly Finding[] {
  const { replaced, filled, added } = explanation.leftOver();
  const roles = replaced.length + filled.length > 0 ? rolesOf(explanation.earlier) : new Map<number, Role>();
  const finding = (code: Finding['code'], number: number, what: string): Finding => {
    const { words, page } = roles.get(number) ?? { words: 'used by no page' };
    return { code, detail: `object ${number} (${words}) ${what}`, ...(page === undefined ? {} : { page }) };
  };
  return [
    ...replaced.map((number) => finding('object-replaced', number, 'was replaced')),
    ...filled.map((number) => finding('reference-filled', number, 'was missing, and was added')),
    ...added.map(
      (number): Finding => ({
        code: 'object-unexplained',
        detail: `object ${number} was added, but no permitted change needs it`,
      }),
    ),
  ];
}
