import type { Address, AgencyId, Digest, Hex, Leaf, Root, SealId } from '../model/identifiers.ts';
import type { RevocationReason, SealKind } from '../model/registry.ts';
import type { SealingRecord } from '../model/sealing-record.ts';

/** The public half of a seal in custody. */
export interface SealMaterial {
  readonly sealId: SealId;
  /** The sealing certificate, X.509 DER. */
  readonly certificate: Uint8Array;
  /** The registered mark's content stream; its SHA-256 is the registry's mark digest. */
  readonly mark: Uint8Array;
}

export interface SignedStatement {
  readonly root: Root;
  readonly leaves: readonly Leaf[];
  /** For the contract: P-256 r ‖ s with low s, or RSA PKCS #1 v1.5. */
  readonly signature: Hex;
}

/**
 * Where sealing keys live. It takes typed values, never bytes to sign blindly, so that a caller cannot have it sign what it
 * does not understand. Throws `Refusal` (`seal-not-in-custody`, `foreign-leaf`) or `Unavailable` (`custody-locked`).
 */
export interface Custody {
  material(sealId: SealId): Promise<SealMaterial>;
  /** The CMS SignedData (DER, no receipt) over the record: PAdES baseline B-B, the record in a signed attribute. */
  signSealing(record: SealingRecord): Promise<Uint8Array>;
  /**
   * States a batch for the chain. Computes leaves and root itself from the CMS of each document, and refuses (`foreign-leaf`)
   * one that this seal's key did not sign.
   */
  signStatement(
    sealId: SealId,
    terms: { readonly chainId: number; readonly ledger: Address; readonly epoch: number },
    signed: readonly Uint8Array[],
  ): Promise<SignedStatement>;
  signRevocation(
    /** The seal whose key signs. */
    sealId: SealId,
    terms: { readonly chainId: number; readonly ledger: Address; readonly epoch: number },
    revocation: {
      readonly sealId: SealId;
      readonly leaf: Leaf;
      readonly reason: RevocationReason;
      readonly replacement?: Leaf;
    },
  ): Promise<Hex>;
}

/** What a new key signs to prove that its holder has it. */
export interface EnrolmentTerms {
  readonly chainId: number;
  readonly registry: Address;
  readonly agencyId: AgencyId;
  readonly sealId: SealId;
  readonly certificateDigest: Digest;
  readonly markDigest: Digest;
  readonly kind: SealKind;
  readonly validFrom: number;
  readonly validUntil: number;
}

/** What the old and the new key both sign. */
export interface RotationTerms {
  readonly chainId: number;
  readonly registry: Address;
  readonly sealId: SealId;
  /** The seal's epoch before the rotation. */
  readonly epoch: number;
  /** The new key. P-256: x ‖ y. RSA: the modulus. */
  readonly newKey: Hex;
  readonly certificateDigest: Digest;
}
