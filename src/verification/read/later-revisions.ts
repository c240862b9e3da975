import type { LaterChanges } from '../../model/report.ts';
import type { LaterRevision, LaterSignature, SealFacts } from '../facts.ts';
import type { RevisionStep } from './read-document.ts';
import type { SignatureReading } from './read-signature.ts';

/** The steps that lie after the revision which this signature covers. */
export function stepsAfter({ field }: SignatureReading, steps: readonly RevisionStep[]): readonly RevisionStep[] {
  return field.malformed === undefined ? steps.filter(({ from }) => from >= field.revisionEnd) : steps;
}

/** A step as a seal sees it that came before. `known`: the facts of all seals that end this step. */
export function laterRevision(
  { end, comparison }: RevisionStep,
  signatures: readonly SignatureReading[],
  known: ReadonlyMap<SignatureReading, SealFacts>,
): LaterRevision {
  const ending = signatures.filter(({ field }) => field.malformed === undefined && field.revisionEnd === end);
  const others = comparison.newSignatureFields.filter(({ name }) => !ending.some(({ field }) => field.name === name));
  return {
    end,
    changes: comparison.changes,
    findings: comparison.findings.map(({ detail }) => detail),
    signedBy: [
      ...ending.map((reading) => laterSignature(reading, known.get(reading))),
      // A field that came with this revision and does not cover it is no reason to permit it.
      ...others.map(({ name }) => ({ kind: 'foreign', field: name }) as const),
    ],
  };
}

function laterSignature({ kind, field }: SignatureReading, seal: SealFacts | undefined): LaterSignature {
  if (seal) return { kind: 'seal', seal };
  return { kind: kind === 'time-stamp' ? 'time-stamp' : 'foreign', field: field.name };
}

/** What came after a signature that is not ours to judge: by structure alone. What cannot be placed in the file counts as changed. */
export function structuralChanges(reading: SignatureReading, steps: readonly RevisionStep[]): LaterChanges {
  if (reading.field.malformed !== undefined) return 'forbidden';
  const later = stepsAfter(reading, steps);
  if (later.length === 0) return 'none';
  return later.some(({ comparison }) => comparison.changes === 'forbidden') ? 'forbidden' : 'permitted';
}
