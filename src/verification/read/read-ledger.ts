import type { LedgerReader, LedgerSnapshot } from '../../ledger/read/port.ts';
import { Unavailable } from '../../model/errors.ts';
import type { Hex, Leaf, Root, SealId } from '../../model/identifiers.ts';
import type { Seal } from '../../model/registry.ts';
import type { Anchored, LedgerFacts, ReachedLedger } from '../facts.ts';

/** What a seal in the file names, and the chain is asked about. */
export interface LedgerQuestion {
  readonly sealId: SealId;
  /** The certificate's, as the registry keeps it. */
  readonly key: Hex;
  readonly leaf: Leaf;
  /** Where the receipt's path leads; absent without a receipt. */
  readonly root?: Root;
}

/** Answers to all questions, in their order, from one snapshot: either the chain was reached for the whole file or for none of it. */
export async function readLedger(ledger: LedgerReader, questions: readonly LedgerQuestion[]): Promise<readonly LedgerFacts[]> {
  try {
    const snapshot = await ledger.snapshot();
    return await Promise.all(questions.map((question) => answer(snapshot, question)));
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return questions.map(() => ({ reached: false, reason: error.message }));
  }
}

async function answer(snapshot: LedgerSnapshot, { sealId, key, leaf, root }: LedgerQuestion): Promise<ReachedLedger> {
  const [seal, anchor, revocation] = await Promise.all([
    snapshot.seal(sealId),
    root && snapshot.anchor(sealId, root),
    snapshot.revocation(sealId, leaf),
  ]);
  const keyHolder = await holderOf(snapshot, key, seal);
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

/** A key belongs to one seal for ever. All seals are searched only if it is not the named one's. */
async function holderOf(snapshot: LedgerSnapshot, key: Hex, named: Seal | undefined): Promise<SealId | undefined> {
  const holds = (seal: Seal) => seal.keys.some((version) => version.key === key);
  if (named && holds(named)) return named.sealId;
  return (await snapshot.seals()).find(holds)?.sealId;
}
