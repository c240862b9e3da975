import type { Selectable } from 'kysely';
import type { AgencyId, Digest, DocumentId, Leaf, SealId } from '../model/identifiers.ts';
import type { Receipt } from '../model/receipt.ts';
import type { DocumentRow } from './schema.ts';

/** What a caller asked for. */
export interface DocumentRequest {
  readonly documentId: DocumentId;
  readonly agencyId: AgencyId;
  readonly sealId: SealId;
  readonly documentType: string;
  /** Where the caller wants the seal; absent for the default place. */
  readonly placement?: unknown;
  /** Blob of the file as it came. */
  readonly original: Digest;
  /** Unix seconds. */
  readonly createdAt: number;
  /** The API key that asked. */
  readonly keyId: string;
}

export interface SignedFields {
  readonly documentDigest: Digest;
  readonly previousLeaf: Leaf | Digest;
  readonly leaf: Leaf;
  readonly cms: Uint8Array;
  readonly contents: { readonly start: number; readonly end: number };
  /** Blob of the signed file, without a receipt: never handed out. */
  readonly signed: Digest;
}

export interface SealedFields {
  readonly receipt: Receipt;
  /** Blob of the file as it is handed out. */
  readonly sealed: Digest;
  /** The anchor's block time, Unix seconds. */
  readonly sealedAt: number;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export type ReceivedDocument = DocumentRequest & { readonly state: 'received'; readonly attempts: number };
export type SignedDocumentEntry = DocumentRequest & SignedFields & { readonly state: 'signed'; readonly batchId?: number };
export type SealedDocumentEntry = DocumentRequest &
  SignedFields &
  SealedFields & { readonly state: 'sealed'; readonly batchId: number };
export type FailedDocument = DocumentRequest & { readonly state: 'failed'; readonly failure: Failure };

/** received → signed → sealed, or failed; each persisted before the next effect begins. */
export type StoredDocument = ReceivedDocument | SignedDocumentEntry | SealedDocumentEntry | FailedDocument;

/** The table's own checks hold each state's columns; a null where none may be is a defect, not a case. */
export function toDocument(row: Selectable<DocumentRow>): StoredDocument {
  const request: DocumentRequest = {
    documentId: row.document_id,
    agencyId: row.agency_id,
    sealId: row.seal_id,
    documentType: row.document_type,
    ...(row.placement !== null && { placement: JSON.parse(row.placement) as unknown }),
    original: row.original,
    createdAt: row.created_at,
    keyId: row.key_id,
  };
  switch (row.state) {
    case 'received':
      return { ...request, state: 'received', attempts: row.attempts };
    case 'signed':
      return { ...request, ...signedFields(row), state: 'signed', ...(row.batch_id !== null && { batchId: row.batch_id }) };
    case 'sealed':
      return {
        ...request,
        ...signedFields(row),
        state: 'sealed',
        batchId: present(row.batch_id),
        receipt: JSON.parse(present(row.receipt)) as Receipt,
        sealed: present(row.sealed),
        sealedAt: present(row.sealed_at),
      };
    case 'failed':
      return {
        ...request,
        state: 'failed',
        failure: {
          code: present(row.failure_code),
          message: present(row.failure_message),
          details: JSON.parse(present(row.failure_details)) as Record<string, unknown>,
        },
      };
  }
}

const signedFields = (row: Selectable<DocumentRow>): SignedFields => ({
  documentDigest: present(row.document_digest),
  previousLeaf: present(row.previous_leaf),
  leaf: present(row.leaf),
  cms: present(row.cms),
  contents: { start: present(row.contents_start), end: present(row.contents_end) },
  signed: present(row.signed),
});

function present<T>(value: T | null): T {
  if (value === null) throw new TypeError('a column is null that its state forbids');
  return value;
}
