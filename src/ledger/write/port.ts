import type { AgencyId, Digest, Hex, Leaf, Root, SealId } from '../../model/identifiers.ts';
import type { Anchor, RevocationReason, SealKind } from '../../model/registry.ts';

/** One batch's statement, signed by the sealing key. */
export interface Anchoring {
  readonly sealId: SealId;
  readonly root: Root;
  readonly leafCount: number;
  /** The seal's epoch that the statement names; the contract computes the statement with the current one. */
  readonly epoch: number;
  readonly signature: Hex;
}

/** Signed but possibly not sent yet: the caller stores it before it is sent, so that a crash never leaves two. */
export interface PreparedTransaction {
  readonly digest: Digest;
  readonly raw: Hex;
  readonly nonce: number;
}

export type AnchoringResult =
  | { readonly outcome: 'anchored'; readonly anchor: Anchor }
  /** `reason` is the name of the contract's custom error, such as `InvalidStatement`. */
  | { readonly outcome: 'refused'; readonly sealId: SealId; readonly root: Root; readonly reason: string };

/** Anchoring, for the worker. A relay: it pays, it cannot forge. Methods throw `Unavailable` when the chain is out of reach. */
export interface AnchorWriter {
  /** One `anchorMany` transaction, signed with the next free nonce. */
  prepare(anchorings: readonly Anchoring[]): Promise<PreparedTransaction>;
  /** Sends it; sending what is already known or mined is no error. */
  send(transaction: PreparedTransaction): Promise<void>;
  /**
   * `pending` while the transaction waits, `unknown` where no node knows it (it may be sent again), `lost` where another one
   * took its nonce; else one result for each anchoring, in their order.
   */
  outcome(
    transaction: PreparedTransaction,
    anchorings: readonly Anchoring[],
  ): Promise<'pending' | 'unknown' | 'lost' | readonly AnchoringResult[]>;
}

/** Revoking a document, for the agency. The proof shows that the leaf is under an anchored root. */
export interface RevocationWriter {
  revokeDocument(revocation: {
    readonly sealId: SealId;
    readonly root: Root;
    readonly leaf: Leaf;
    readonly path: readonly Digest[];
    readonly reason: RevocationReason;
    readonly replacement?: Leaf;
    /** The seal of the same agency whose live key signs; usually `sealId` itself. */
    readonly signingSealId: SealId;
    readonly signature: Hex;
  }): Promise<{ readonly transaction: Digest; readonly block: number; readonly revokedAt: number }>;
}

/** The registrar's and supervisor's transactions. Each resolves when mined; a refusal by the contract is a `Refusal` named by its custom error. */
export interface RegistryWriter {
  enrolAgency(agency: { readonly code: string; readonly name: string }): Promise<AgencyId>;
  issueSeal(seal: {
    readonly agencyId: AgencyId;
    readonly kind: SealKind;
    readonly physicalCode: string;
    readonly algorithm: KeyAlgorithm;
    readonly key: Hex;
    readonly certificateDigest: Digest;
    readonly markDigest: Digest;
    readonly validFrom: number;
    readonly validUntil: number;
    /** Proof of possession: the new key's signature over the enrolment statement. */
    readonly possession: Hex;
  }): Promise<SealId>;
  rotateKey(rotation: {
    readonly sealId: SealId;
    readonly algorithm: KeyAlgorithm;
    readonly key: Hex;
    readonly certificateDigest: Digest;
    /** The new key's signature over the rotation statement. */
    readonly possession: Hex;
    /** The old key's signature over the same statement. */
    readonly authorisation: Hex;
  }): Promise<void>;
  suspendSeal(sealId: SealId): Promise<void>;
  reinstateSeal(sealId: SealId): Promise<void>;
  revokeSeal(sealId: SealId): Promise<void>;
  retireSeal(sealId: SealId): Promise<void>;
  /** `since`: Unix seconds, between the key's enrolment and now. */
  declareCompromise(sealId: SealId, keyVersion: number, since: number): Promise<void>;
}

export type KeyAlgorithm = 'P-256' | 'RSA';
