import type { AgencyId, DocumentId, SealId } from './identifiers.ts';
import type { SealKind, SealStatus } from './registry.ts';

/** ETSI EN 319 102-1, clause 5.1.3. */
export type Indication = 'TOTAL-PASSED' | 'TOTAL-FAILED' | 'INDETERMINATE';

/** ETSI EN 319 102-1, clause 5.1.3, and ours (marked) where the standard has no word. */
export type SubIndication =
  | 'FORMAT_FAILURE'
  | 'HASH_FAILURE'
  | 'SIG_CRYPTO_FAILURE'
  | 'SIG_CONSTRAINTS_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'NO_POE'
  | 'OUT_OF_BOUNDS_NOT_REVOKED'
  | 'REVOKED'
  | 'TRY_LATER'
  /** ours */
  | 'NO_SEAL_FOUND'
  /** ours */
  | 'FORBIDDEN_CHANGE'
  /** ours */
  | 'RECORD_MISMATCH'
  /** ours */
  | 'UNKNOWN_LEDGER'
  /** ours */
  | 'SEAL_NOT_ACTIVE'
  /** ours */
  | 'DOCUMENT_REVOKED';

export interface Conclusion {
  readonly indication: Indication;
  /** Absent exactly when the indication is TOTAL-PASSED. */
  readonly subIndication?: SubIndication;
}

export type Coverage = 'entire-file' | 'entire-revision' | 'unclear';
export type LaterChanges = 'none' | 'permitted' | 'forbidden';
export type Integrity = 'intact' | 'altered' | 'malformed';

/** In the order in which they are made; a check that could not be made is `not-made`, never `passed`. */
export const CHECK_NAMES = [
  'format',
  'digest',
  'signature',
  'later-changes',
  'record',
  'algorithm',
  'ledger',
  'receipt',
  'registry',
  'anchor',
  'identity',
  'certificate',
  'key',
  'seal-status',
  'document-status',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];
export type CheckStatus = 'passed' | 'failed' | 'indeterminate' | 'not-made';

export interface Check {
  readonly name: CheckName;
  readonly status: CheckStatus;
  /** What was compared with what, in English, for experts. The page has words of its own for citizens. */
  readonly detail: string;
}

export type NoticeCode =
  | 'seal-suspended-later'
  | 'seal-rotated-later'
  | 'seal-retired-later'
  | 'seal-revoked-later'
  | 'document-expired'
  | 'later-seal-known'
  | 'claimed-time-differs'
  | 'covers-earlier-content';

export interface Notice {
  readonly code: NoticeCode;
  readonly detail: string;
  /** The seal it is about, where it is about one. */
  readonly documentId?: DocumentId;
}

/** One of our seals in the file, with its own conclusion. */
export interface SealReport extends Conclusion {
  /** Fully qualified name of the signature field. */
  readonly field: string;
  readonly documentId?: DocumentId;
  /** From the registry, never from the file. Absent where the registry could not be asked or does not know the seal. */
  readonly agency?: { readonly agencyId: AgencyId; readonly code: string; readonly name: string };
  readonly seal?: {
    readonly sealId: SealId;
    readonly kind: SealKind;
    readonly physicalCode: string;
    /** At the block the verdict rests on. */
    readonly status: SealStatus;
  };
  /** The anchor's block time, ISO 8601 in UTC. Absent without an anchor. */
  readonly sealedAt?: string;
  readonly documentType?: string;
  /** ISO 8601 in UTC. */
  readonly validUntil?: string;
  /** Where the document was revoked. */
  readonly revocation?: { readonly reason: string; readonly revokedAt: string; readonly replacement?: string };
  readonly coverage: Coverage;
  readonly laterChanges: LaterChanges;
  readonly integrity: Integrity;
  readonly checks: readonly Check[];
}

/** A signature without our record: reported, never judged. */
export interface ForeignSignature {
  readonly field: string;
  /** Common name in the signer's certificate, as the file claims it. */
  readonly signer: string;
  readonly coverage: Coverage;
  readonly laterChanges: LaterChanges;
  readonly integrity: Integrity;
}

/** What verifying a file found: facts, then one conclusion. The file takes its worst seal. */
export interface Report extends Conclusion {
  /** Why the file as a whole could not be read, in English; absent where it could. */
  readonly reason?: string;
  readonly seals: readonly SealReport[];
  readonly signatures: readonly ForeignSignature[];
  readonly notices: readonly Notice[];
}
