import type { SignatureField } from '../../pdf/read/signatures.ts';
import type { FileFacts, LaterRevision, PrecedingSeal, SealFacts } from '../facts.ts';
import { laterRevision, stepsAfter, structuralChanges } from './later-revisions.ts';
import type { DocumentReading } from './read-document.ts';
import type { AnsweredClaim } from './read-ledger.ts';
import type { SignatureReading } from './read-signature.ts';

/** Puts together what the file, the service and the chain say. From the last seal to the first, for earlier ones are judged by later. */
export function assembleFacts({ signatures, steps }: DocumentReading, claims: readonly AnsweredClaim[]): FileFacts {
  const seals = new Map<SignatureReading, SealFacts>();
  for (const [index, reading] of [...signatures.entries()].reverse()) {
    if (reading.kind === 'malformed')
      seals.set(reading, { read: false, ...reading.facts, laterChanges: structuralChanges(reading, steps) });
    if (reading.kind !== 'seal') continue;
    const later = stepsAfter(reading, steps).map((step) => laterRevision(step, signatures, seals));
    const claim = claims.find(({ seal }) => seal === reading);
    if (claim === undefined) throw new TypeError(`nothing was asked about the seal in ${reading.field.name}`);
    seals.set(reading, sealFacts(claim, signatures.slice(0, index), later));
  }
  return {
    seals: signatures.flatMap((reading) => seals.get(reading) ?? []),
    signatures: signatures.flatMap((reading) =>
      reading.kind === 'foreign' ? [{ ...reading.facts, laterChanges: structuralChanges(reading, steps) }] : [],
    ),
  };
}

function sealFacts(
  { seal: { facts, field }, ...outside }: AnsweredClaim,
  earlier: readonly SignatureReading[],
  laterRevisions: readonly LaterRevision[],
): SealFacts {
  return {
    read: true,
    ...facts,
    ...outside,
    overlaps: earlier.filter((signature) => overlap(signature.field, field)).map((signature) => signature.field.name),
    preceding: precedingSeal(earlier),
    laterRevisions,
  };
}

function precedingSeal(earlier: readonly SignatureReading[]): PrecedingSeal {
  const last = earlier.findLast(({ kind }) => kind === 'seal' || kind === 'malformed');
  if (last?.kind === 'seal') return { kind: 'seal', field: last.field.name, leaf: last.facts.leaf };
  return last ? { kind: 'malformed', field: last.field.name } : { kind: 'none' };
}

/** Whether two widgets share a part of a page. */
function overlap(a: SignatureField, b: SignatureField): boolean {
  if (a.page === undefined || a.page !== b.page || !a.rect || !b.rect) return false;
  return a.rect[0] < b.rect[2] && b.rect[0] < a.rect[2] && a.rect[1] < b.rect[3] && b.rect[1] < a.rect[3];
}
