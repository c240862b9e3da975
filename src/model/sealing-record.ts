import type { Digest, DocumentId, Leaf, SealId } from './identifiers.ts';

/**
 * What one act of sealing says. Its fields stand in a signed CMS attribute (documentDigest there is the messageDigest
 * attribute); its leaf stands in the anchored tree. Exact bytes: docs/formats.md.
 */
export interface SealingRecord {
  readonly version: 1;
  readonly documentId: DocumentId;
  /** SHA-256 over the signature's ByteRange. */
  readonly documentDigest: Digest;
  readonly sealId: SealId;
  /** Name of a document type, `[a-z0-9-]{1,64}`; `generic` where the agency named none. */
  readonly documentType: string;
  /** Unix seconds, 0 for none. */
  readonly validUntil: number;
  /** Leaf of the previous seal in the file, or {@link ZERO_DIGEST}. */
  readonly previousLeaf: Leaf | Digest;
  /** Digest of the approval, or {@link ZERO_DIGEST}. */
  readonly approvalDigest: Digest;
  /** Root over the metadata's leaves, or {@link ZERO_DIGEST}. */
  readonly metadataRoot: Digest;
}
