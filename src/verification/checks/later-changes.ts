import type { LaterRevision, LaterSignature, ReadSeal } from '../facts.ts';
import { clear, type Finding, found } from './finding.ts';
import { findDigestDifference, findWeakAlgorithm, findWrongSignature } from './integrity.ts';
import { onAnchor, onLedger } from './phases.ts';
import { findMarkMismatch, findRecordMismatch } from './record.ts';
import { findNoAnchor, findNoReceipt, findUnknownLedger, findUnregisteredKey } from './recording.ts';
import { findCertificateOutOfBounds, findInactiveSeal, findOtherIdentity, findRevokedKey } from './standing.ts';

/**
 * What a counter-seal must withstand before the revision it ends counts as permitted: it is intact, registered and was live
 * at its anchor. Its document's revocation, or what came after it, concerns that seal alone; whether its anchor is final
 * decides its own verdict.
 */
const STANDING: readonly ((seal: ReadSeal) => Finding)[] = [
  findDigestDifference,
  findWrongSignature,
  findRecordMismatch,
  onLedger(findMarkMismatch),
  findWeakAlgorithm,
  findUnknownLedger,
  onLedger(findUnregisteredKey),
  findNoReceipt,
  onLedger(findNoAnchor),
  onAnchor(findOtherIdentity),
  onAnchor(findCertificateOutOfBounds),
  onAnchor(findRevokedKey),
  onAnchor(findInactiveSeal),
];

/** Every revision after a seal's own ends in a valid seal of a registered agency or holds validation data only. */
export function findForbiddenChange({ laterRevisions }: ReadSeal): Finding {
  if (laterRevisions.length === 0) return clear('nothing follows the sealed revision');
  const findings = laterRevisions.flatMap((revision) => [structure(revision), ...revision.signedBy.map(standing)]);
  const faults = findings.filter(({ kind }) => kind === 'found').map(({ detail }) => detail);
  if (faults.length > 0) return found(faults.join('; '));
  const undecided = findings.find(({ kind }) => kind === 'not-made');
  return undecided ?? clear('what follows the sealed revision are valid seals and validation data');
}

const structure = ({ changes, findings, end }: LaterRevision): Finding =>
  changes === 'forbidden'
    ? found(`in the revision that ends at ${end}: ${findings.join(', ')}`)
    : clear(`the changes up to ${end} are permitted`);

function standing(signature: LaterSignature): Finding {
  switch (signature.kind) {
    case 'time-stamp':
      return clear(`${signature.field} is a document time stamp`);
    case 'foreign':
      return found(`${signature.field} is a signature without a sealing record, made after the seal`);
    case 'seal': {
      const { seal } = signature;
      if (!seal.read) return found(`the later seal ${seal.field} is malformed: ${seal.reason}`);
      const findings = STANDING.map((find) => find(seal));
      const fault = findings.find(({ kind }) => kind === 'found') ?? findings.find(({ kind }) => kind === 'not-made');
      return fault ? { ...fault, detail: `the later seal ${seal.field}: ${fault.detail}` } : clear(`${seal.field} stands`);
    }
  }
}
