import type { Seal, SealStatus } from '../model/registry.ts';
import type { Conclusion, Integrity, LaterChanges, SealReport } from '../model/report.ts';
import { isoTime } from '../model/time.ts';
import { findForbiddenChange } from './checks/later-changes.ts';
import type { ReachedLedger, ReadSeal, SealFacts } from './facts.ts';

type Description = Omit<SealReport, keyof Conclusion | 'checks'>;

/** The facts of one seal in the report's words. Agency and seal come from the registry, the time from the anchor's block. */
export function describeSeal(seal: SealFacts): Description {
  if (!seal.read) {
    const { field, documentId, coverage, laterChanges } = seal;
    return { field, ...(documentId && { documentId }), coverage, laterChanges, integrity: 'malformed' };
  }
  const { field, record, coverage, ledger } = seal;
  return {
    field,
    documentId: record.documentId,
    documentType: record.documentType,
    ...(record.validUntil > 0 && { validUntil: isoTime(record.validUntil) }),
    ...(ledger.reached && describeLedger(ledger)),
    coverage,
    laterChanges: laterChangesOf(seal),
    integrity: integrityOf(seal),
  };
}

function describeLedger({ seal, anchored, revocation }: ReachedLedger): Partial<Description> {
  return {
    ...(seal && {
      agency: { agencyId: seal.agency.agencyId, code: seal.agency.code, name: seal.agency.name },
      seal: {
        sealId: seal.sealId,
        kind: seal.kind,
        physicalCode: seal.physicalCode,
        status: statusNow(seal),
      },
    }),
    ...(anchored && { sealedAt: isoTime(anchored.anchor.anchoredAt) }),
    ...(revocation && {
      revocation: {
        reason: revocation.reason,
        revokedAt: isoTime(revocation.revokedAt),
        ...(revocation.replacement && { replacement: revocation.replacement }),
      },
    }),
  };
}

function integrityOf({ record, coveredDigest, signatureVerifies }: ReadSeal): Integrity {
  return record.documentDigest === coveredDigest && signatureVerifies ? 'intact' : 'altered';
}

function laterChangesOf(seal: ReadSeal): LaterChanges {
  if (seal.laterRevisions.length === 0) return 'none';
  return findForbiddenChange(seal).kind === 'found' ? 'forbidden' : 'permitted';
}

function statusNow({ sealId, epochs }: Seal): SealStatus {
  const current = epochs.at(-1);
  if (current === undefined) throw new RangeError(`seal ${sealId} has no epoch`);
  return current.status;
}
