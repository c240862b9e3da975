import type { Address, Digest, Root } from './identifiers.ts';

/** The way from a document to its anchor. It is a claim until every field is checked against the chain. */
export interface Receipt {
  readonly version: 1;
  readonly chainId: number;
  /** The DocumentLedger. */
  readonly ledger: Address;
  readonly root: Root;
  readonly leafCount: number;
  /** Siblings from the leaf to the root, in the sorted-pair layout of `@openzeppelin/merkle-tree`. Empty for a batch of one. */
  readonly path: readonly Digest[];
  readonly transaction: Digest;
  /** Number of the anchor's block. */
  readonly block: number;
}
