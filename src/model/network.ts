import type { Address, Digest } from './identifiers.ts';

/**
 * `network.json`: which chain and which contracts a verifier believes. Given to a verifier by somebody it trusts;
 * never taken from the PDF or the receipt.
 */
export interface NetworkFile {
  readonly version: 1;
  readonly name: string;
  readonly chainId: number;
  /** Digest of block 0: two chains with one id are told apart by it. */
  readonly genesis: Digest;
  readonly registry: Address;
  readonly ledger: Address;
  readonly accessManager: Address;
  /** Number of the block from which events of the contracts can exist. */
  readonly deploymentBlock: number;
  /** Blocks that must follow an anchor's before it counts as final: 0 on engines with immediate finality. */
  readonly confirmations: number;
  /** How many of `rpcUrls` must answer, all alike. */
  readonly quorum: number;
  /** Nodes to ask; a disagreement among those that answer makes the verdict INDETERMINATE. */
  readonly rpcUrls: readonly string[];
}
