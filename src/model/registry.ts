import type { Address, AgencyId, Digest, Hex, Leaf, Root, SealId } from './identifiers.ts';

/** In the order of the contract's enum, which begins at 0. */
export const SEAL_KINDS = ['official', 'finance', 'contract', 'invoice', 'approval'] as const;
export type SealKind = (typeof SEAL_KINDS)[number];

/** In the order of the contract's enum; index 0 there means 'no such seal'. */
export const SEAL_STATUSES = ['active', 'suspended', 'revoked', 'retired'] as const;
export type SealStatus = (typeof SEAL_STATUSES)[number];

/** In the order of the contract's enum; index 0 there means 'not revoked'. */
export const REVOCATION_REASONS = ['issued-in-error', 'superseded', 'content-changed', 'withdrawn', 'fraud'] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];

/** The legal person that seals. */
export interface Agency {
  readonly agencyId: AgencyId;
  /** Registration code, unique. */
  readonly code: string;
  readonly name: string;
  /** Unix seconds. */
  readonly enrolledAt: number;
}

/** One key of a seal; versions count from 1 and are never reused. */
export interface KeyVersion {
  readonly version: number;
  /** The contract that checks this key's signatures. */
  readonly verifier: Address;
  /** P-256: x ‖ y, 64 bytes. RSA: the modulus, 256 to 512 bytes (e = 65537). */
  readonly key: Hex;
  /** SHA-256 of the certificate's DER. */
  readonly certificateDigest: Digest;
  /** Unix seconds. */
  readonly enrolledAt: number;
  /** Unix seconds; absent while nobody declared it compromised. */
  readonly compromisedSince?: number;
}

/** What held from one change of key or status to the next; epochs count from 1. */
export interface Epoch {
  readonly epoch: number;
  readonly status: SealStatus;
  readonly keyVersion: number;
  /** Unix seconds. */
  readonly since: number;
}

/** A seal with its whole history, as the registry tells it at one block. */
export interface Seal {
  readonly sealId: SealId;
  readonly agency: Agency;
  readonly kind: SealKind;
  readonly physicalCode: string;
  /** SHA-256 of the registered mark's content stream. */
  readonly markDigest: Digest;
  /** Unix seconds. */
  readonly validFrom: number;
  /** Unix seconds. */
  readonly validUntil: number;
  /** Ascending; `epochs[i].epoch === i + 1`; never empty. */
  readonly epochs: readonly Epoch[];
  /** Ascending; `keys[i].version === i + 1`; never empty. */
  readonly keys: readonly KeyVersion[];
}

/** A root stated under a seal, in an epoch, at a block's time. */
export interface Anchor {
  readonly sealId: SealId;
  readonly root: Root;
  readonly epoch: number;
  readonly leafCount: number;
  /** The block's time, Unix seconds. */
  readonly anchoredAt: number;
  readonly block: number;
  readonly transaction: Digest;
}

/** A document withdrawn under its seal. */
export interface DocumentRevocation {
  readonly sealId: SealId;
  readonly leaf: Leaf;
  readonly reason: RevocationReason;
  /** Leaf of the document that takes its place, where one was named. */
  readonly replacement?: Leaf;
  /** The block's time, Unix seconds. */
  readonly revokedAt: number;
}
