import type { AgencyId, Leaf, Root, SealId } from '../../model/identifiers.ts';
import type { Agency, Anchor, DocumentRevocation, Seal } from '../../model/registry.ts';

/**
 * What the chain says. Reading only: whoever holds this cannot send a transaction.
 *
 * Every method may throw `Unavailable` with code `ledger-unreachable` (fewer nodes than the quorum answered),
 * `nodes-disagree` or `wrong-chain` (chain id or genesis differs from the network file).
 */
export interface LedgerReader {
  /** The chain as of its newest block that every asked node has. All answers of one snapshot are of that one block. */
  snapshot(): Promise<LedgerSnapshot>;
}

export interface LedgerSnapshot {
  readonly block: number;
  /** The block's time, Unix seconds. */
  readonly time: number;
  agency(agencyId: AgencyId): Promise<Agency | undefined>;
  agencies(): Promise<readonly Agency[]>;
  seal(sealId: SealId): Promise<Seal | undefined>;
  seals(agencyId?: AgencyId): Promise<readonly Seal[]>;
  /** `final` is false until as many blocks as the network file demands have followed the anchor's. */
  anchor(sealId: SealId, root: Root): Promise<(Anchor & { readonly final: boolean }) | undefined>;
  /** Undefined also where the only revocations were made by a key declared compromised since before: those are void. */
  revocation(sealId: SealId, leaf: Leaf): Promise<DocumentRevocation | undefined>;
}
