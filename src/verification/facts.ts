import type { Digest, DocumentId, Hex, Leaf, Root, SealId } from '../model/identifiers.ts';
import type { NetworkFile } from '../model/network.ts';
import type { Receipt } from '../model/receipt.ts';
import type { Anchor, DocumentRevocation, Epoch, KeyVersion, Seal } from '../model/registry.ts';
import type { Coverage, ForeignSignature, LaterChanges } from '../model/report.ts';
import type { SealingRecord } from '../model/sealing-record.ts';

/**
 * What reading found, phase by phase, before anybody judges. A later phase's facts exist only where the earlier ones do,
 * so that no check can be made on something that was not read.
 */
export interface FileFacts {
  /** In the order of the revisions they end. */
  readonly seals: readonly SealFacts[];
  readonly signatures: readonly ForeignSignature[];
}

export type SealFacts = MalformedSeal | ReadSeal;

/** A signature that claims to be ours and cannot be read as one. */
export interface MalformedSeal {
  readonly read: false;
  readonly field: string;
  readonly documentId?: DocumentId;
  readonly coverage: Coverage;
  readonly laterChanges: LaterChanges;
  readonly reason: string;
}

/** A seal whose field, ByteRange, CMS and record could be read. Nothing in it is proven. */
export interface ReadSeal {
  readonly read: true;
  readonly field: string;
  readonly coverage: Coverage;
  readonly record: SealingRecord;
  readonly leaf: Leaf;
  /** SHA-256 over the bytes that the ByteRange covers, as they stand in the file. */
  readonly coveredDigest: Digest;
  /** Whether the signature value fits the signed attributes and the certificate's key. */
  readonly signatureVerifies: boolean;
  readonly certificate: CertificateFacts;
  /** What makes the algorithm too weak, where it is. */
  readonly weakness?: string;
  /** `/VmlnDocumentId`. */
  readonly dictionaryDocumentId?: string;
  /** `/M`, Unix seconds, as the file claims it. */
  readonly claimedTime?: number;
  /** SHA-256 over the decoded stream that the page shows as the mark. */
  readonly shownMark?: Digest;
  /** Its size on the page, in points. */
  readonly widget?: { readonly width: number; readonly height: number };
  /** Names of the earlier signature fields that this seal's widget overlaps. */
  readonly overlaps: readonly string[];
  /** What stands before it in the file. */
  readonly preceding: PrecedingSeal;
  /** The file's revisions after this seal's, in order. */
  readonly laterRevisions: readonly LaterRevision[];
  readonly receipt?: ReceiptFacts;
  readonly ledger: LedgerFacts;
  /** A seal of ours that was set over this one, as a configured service knows it. */
  readonly knownSuccessor?: DocumentId;
}

export interface CertificateFacts {
  readonly digest: Digest;
  /** As the contract keeps it: {@link KeyVersion.key}. */
  readonly key: Hex;
  /** Unix seconds. */
  readonly notBefore: number;
  /** Unix seconds. */
  readonly notAfter: number;
}

export type PrecedingSeal =
  | { readonly kind: 'none' }
  | { readonly kind: 'seal'; readonly field: string; readonly leaf: Leaf }
  | { readonly kind: 'malformed'; readonly field: string };

export interface LaterRevision {
  /** Offset of its end. */
  readonly end: number;
  readonly changes: LaterChanges;
  /** Why the changes are forbidden. */
  readonly findings: readonly string[];
  readonly signedBy: readonly LaterSignature[];
}

/** A signature that a later revision brings along. */
export type LaterSignature =
  | { readonly kind: 'seal'; readonly seal: SealFacts }
  /** An RFC 3161 document time stamp: validation data. */
  | { readonly kind: 'time-stamp'; readonly field: string }
  | { readonly kind: 'foreign'; readonly field: string };

export interface ReceiptFacts {
  readonly receipt: Receipt;
  readonly source: 'file' | 'service';
  /** Where the receipt's path leads from this seal's leaf. */
  readonly computedRoot: Root;
  /** The ledger that the verifier believes. */
  readonly network: Pick<NetworkFile, 'chainId' | 'ledger'>;
}

export type LedgerFacts = UnreachedLedger | ReachedLedger;

export interface UnreachedLedger {
  readonly reached: false;
  readonly reason: string;
}

/** What the chain says about one seal, all at one block. */
export interface ReachedLedger {
  readonly reached: true;
  readonly block: number;
  /** The seal that the record names. */
  readonly seal?: Seal;
  /** The seal of the same agency under which the certificate's key is registered, in whatever version; usually `seal` itself. */
  readonly keyHolder?: SealId;
  readonly anchored?: Anchored;
  readonly revocation?: DocumentRevocation;
}

/** This very document's anchor, with the epoch it was made in and the key of that epoch. */
export interface Anchored {
  readonly anchor: Anchor;
  /** Whether as many blocks have followed as the network file demands. */
  readonly final: boolean;
  readonly seal: Seal;
  readonly epoch: Epoch;
  readonly key: KeyVersion;
}
