import type { LedgerReader, LedgerSnapshot } from '../../ledger/read/port.ts';
import { Unavailable } from '../../model/errors.ts';
import type { Hex, SealId } from '../../model/identifiers.ts';
import type { Seal } from '../../model/registry.ts';
import type { Anchored, LedgerFacts, ReachedLedger } from '../facts.ts';
import type { RecordingClaim } from './read-receipt.ts';

/** A claim with the chain's answer to it. */
export interface AnsweredClaim extends RecordingClaim {
  readonly ledger: LedgerFacts;
}

/** Asks about all claims in one snapshot: the chain was reached for the whole file or for none of it. */
export async function readLedger(ledger: LedgerReader, claims: readonly RecordingClaim[]): Promise<readonly AnsweredClaim[]> {
  try {
    const snapshot = await ledger.snapshot();
    return await Promise.all(claims.map(async (claim) => ({ ...claim, ledger: await ask(snapshot, claim) })));
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return claims.map((claim) => ({ ...claim, ledger: { reached: false, reason: error.message } }));
  }
}

async function ask(snapshot: LedgerSnapshot, { seal: { facts }, receipt }: RecordingClaim): Promise<ReachedLedger> {
  const { sealId } = facts.record;
  const [seal, anchor, revocation] = await Promise.all([
    snapshot.seal(sealId),
    receipt && snapshot.anchor(sealId, receipt.computedRoot),
    snapshot.revocation(sealId, facts.leaf),
  ]);
  const keyHolder = await holderOf(snapshot, facts.certificate.key, seal);
  return {
    reached: true,
    block: snapshot.block,
    ...(seal && { seal }),
    ...(keyHolder && { keyHolder }),
    ...(anchor && { anchored: atItsEpoch(anchor, seal) }),
    ...(revocation && { revocation }),
  };
}

/** The key is looked up by the anchor's epoch, never by time: within one block, time does not tell before from after. */
function atItsEpoch({ final, ...anchor }: NonNullable<Awaited<ReturnType<LedgerSnapshot['anchor']>>>, seal?: Seal): Anchored {
  const epoch = seal?.epochs[anchor.epoch - 1];
  const key = seal?.keys[(epoch?.keyVersion ?? 0) - 1];
  if (!seal || !epoch || !key)
    throw new Unavailable(
      'nodes-disagree',
      `The ledger has an anchor of seal ${anchor.sealId} in epoch ${anchor.epoch}, the registry has no such epoch.`,
    );
  return { anchor, final, seal, epoch, key };
}

/**
 * A key belongs to one seal for ever. Besides the seal that the record names, its agency's other seals are searched; searching all
 * agencies' would let any forged file keep the chain busy.
 */
async function holderOf(snapshot: LedgerSnapshot, key: Hex, named: Seal | undefined): Promise<SealId | undefined> {
  const holds = (seal: Seal) => seal.keys.some((version) => version.key === key);
  if (named === undefined) return undefined;
  if (holds(named)) return named.sealId;
  return (await snapshot.seals(named.agency.agencyId)).find(holds)?.sealId;
}
