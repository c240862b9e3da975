import type { Generated } from 'kysely';
import type { AgencyId, Digest, DocumentId, Hex, Leaf, Root, SealId } from '../model/identifiers.ts';

/** The tables as SQLite gives them; times are Unix seconds. What each column holds in which state: migrations.ts. */
export interface Schema {
  api_keys: ApiKeyRow;
  documents: DocumentRow;
  batches: BatchRow;
  transactions: TransactionRow;
}

export interface ApiKeyRow {
  key_id: string;
  agency_id: AgencyId;
  /** SHA-256 of the whole key. */
  digest: Digest;
  created_at: number;
}

export interface DocumentRow {
  document_id: DocumentId;
  agency_id: AgencyId;
  seal_id: SealId;
  state: 'received' | 'signed' | 'sealed' | 'failed';
  document_type: string;
  /** JSON of the caller's placement. */
  placement: string | null;
  created_at: number;
  key_id: string;
  idempotency_key: string | null;
  /** SHA-256 over everything that the caller asked for. */
  request_digest: Digest;
  /** Blob of the file as it came. */
  original: Digest;
  /** How often signing was begun: a file that crashes the process is not tried for ever. */
  attempts: Generated<number>;
  document_digest: Digest | null;
  previous_leaf: Leaf | Digest | null;
  leaf: Leaf | null;
  cms: Uint8Array | null;
  contents_start: number | null;
  contents_end: number | null;
  /** Blob of the signed file, without a receipt. Never handed out. */
  signed: Digest | null;
  batch_id: number | null;
  /** JSON of the receipt. */
  receipt: string | null;
  sealed: Digest | null;
  sealed_at: number | null;
  failure_code: string | null;
  failure_message: string | null;
  /** JSON. */
  failure_details: string | null;
}

export interface BatchRow {
  batch_id: Generated<number>;
  seal_id: SealId;
  state: 'stated' | 'anchored' | 'refused';
  root: Root;
  leaf_count: number;
  epoch: number;
  signature: Hex;
  transaction_digest: Digest | null;
  anchored_in: Digest | null;
  block: number | null;
  anchored_at: number | null;
  refusal: string | null;
}

export interface TransactionRow {
  digest: Digest;
  raw: Hex;
  nonce: number;
}
