import { Refusal } from '../model/errors.ts';
import type { Digest, DocumentId, Leaf } from '../model/identifiers.ts';
import type { Database } from './database.ts';
import {
  type DocumentRequest,
  type Failure,
  type ReceivedDocument,
  type SealedDocumentEntry,
  type SealedFields,
  type SignedDocumentEntry,
  type SignedFields,
  type StoredDocument,
  toDocument,
} from './stored-document.ts';

export interface Idempotency {
  /** The caller's own name for the request; without one nothing is a repetition. */
  readonly key?: string;
  /** SHA-256 over everything that the caller asked for. */
  readonly requestDigest: Digest;
}

export interface DocumentStore {
  /**
   * Stores the request as `received`. One with the same API key and idempotency key is returned instead
   * (`idempotency-key-reused` if it asked for something else).
   */
  receive(
    request: DocumentRequest,
    idempotency: Idempotency,
  ): Promise<{ readonly document: StoredDocument; readonly isNew: boolean }>;
  /** What `receive` would return instead of a new document, if anything. */
  findRepeated(keyId: string, idempotency: Idempotency): Promise<StoredDocument | undefined>;
  find(documentId: DocumentId): Promise<StoredDocument | undefined>;
  /** The document whose record has this leaf. */
  findByLeaf(leaf: Leaf): Promise<StoredDocument | undefined>;
  /** The document that was sealed over the one with this leaf, in the same file. */
  findSuccessor(leaf: Leaf): Promise<StoredDocument | undefined>;
  /** The oldest that waits to be signed. */
  nextReceived(): Promise<ReceivedDocument | undefined>;
  /** How often signing was begun without coming to an end. */
  setAttempts(documentId: DocumentId, attempts: number): Promise<void>;
  /** Those of one seal that wait for a batch, oldest first: the seal that has waited longest. */
  nextUnbatched(limit: number): Promise<readonly SignedDocumentEntry[]>;
  /** In the order in which their CMS were stated. */
  ofBatch(batchId: number): Promise<readonly (SignedDocumentEntry | SealedDocumentEntry)[]>;
  markSigned(documentId: DocumentId, signed: SignedFields): Promise<void>;
  markSealed(documentId: DocumentId, sealed: SealedFields): Promise<void>;
  /** Only before it was anchored. */
  markFailed(documentId: DocumentId, failure: Failure): Promise<void>;
}

export function createDocumentStore(db: Database): DocumentStore {
  const select = () => db.selectFrom('documents').selectAll();

  async function findRepeated(keyId: string, { key, requestDigest }: Idempotency): Promise<StoredDocument | undefined> {
    if (key === undefined) return undefined;
    const row = await select().where('key_id', '=', keyId).where('idempotency_key', '=', key).executeTakeFirst();
    if (row && row.request_digest !== requestDigest) {
      throw new Refusal(
        'idempotency-key-reused',
        `Idempotency-Key ${key} already stands for document ${row.document_id}, which was asked for with other content. Use a new key.`,
      );
    }
    return row && toDocument(row);
  }

  return {
    async receive(request, idempotency) {
      const inserted = await db
        .insertInto('documents')
        .values(newRow(request, idempotency))
        .onConflict((conflict) => conflict.columns(['key_id', 'idempotency_key']).doNothing())
        .returningAll()
        .executeTakeFirst();
      if (inserted) return { document: toDocument(inserted), isNew: true };
      const earlier = await findRepeated(request.keyId, idempotency);
      if (!earlier) throw new TypeError(`document ${request.documentId} was neither stored nor repeated`);
      return { document: earlier, isNew: false };
    },
    findRepeated,
    async find(documentId) {
      const row = await select().where('document_id', '=', documentId).executeTakeFirst();
      return row && toDocument(row);
    },
    async findByLeaf(leaf) {
      const row = await select().where('leaf', '=', leaf).executeTakeFirst();
      return row && toDocument(row);
    },
    async findSuccessor(leaf) {
      const row = await select()
        .where('previous_leaf', '=', leaf)
        .where('state', '=', 'sealed')
        .orderBy('created_at')
        .executeTakeFirst();
      return row && toDocument(row);
    },
    async nextReceived() {
      const row = await select().where('state', '=', 'received').orderBy('created_at').orderBy('document_id').executeTakeFirst();
      return row && (toDocument(row) as ReceivedDocument);
    },
    async setAttempts(documentId, attempts) {
      await db.updateTable('documents').set({ attempts }).where('document_id', '=', documentId).execute();
    },
    async nextUnbatched(limit) {
      const waiting = () =>
        select().where('state', '=', 'signed').where('batch_id', 'is', null).orderBy('created_at').orderBy('document_id');
      const oldest = await waiting().executeTakeFirst();
      if (!oldest) return [];
      const rows = await waiting().where('seal_id', '=', oldest.seal_id).limit(limit).execute();
      return rows.map((row) => toDocument(row) as SignedDocumentEntry);
    },
    async ofBatch(batchId) {
      const rows = await select().where('batch_id', '=', batchId).orderBy('created_at').orderBy('document_id').execute();
      return rows.map((row) => toDocument(row) as SignedDocumentEntry | SealedDocumentEntry);
    },
    async markSigned(documentId, signed) {
      await db
        .updateTable('documents')
        .set({
          state: 'signed',
          document_digest: signed.documentDigest,
          previous_leaf: signed.previousLeaf,
          leaf: signed.leaf,
          cms: signed.cms,
          contents_start: signed.contents.start,
          contents_end: signed.contents.end,
          signed: signed.signed,
        })
        .where('document_id', '=', documentId)
        .where('state', '=', 'received')
        .execute();
    },
    async markSealed(documentId, sealed) {
      await db
        .updateTable('documents')
        .set({ state: 'sealed', receipt: JSON.stringify(sealed.receipt), sealed: sealed.sealed, sealed_at: sealed.sealedAt })
        .where('document_id', '=', documentId)
        .where('state', '=', 'signed')
        .execute();
    },
    async markFailed(documentId, failure) {
      await db
        .updateTable('documents')
        .set({
          state: 'failed',
          failure_code: failure.code,
          failure_message: failure.message,
          failure_details: JSON.stringify(failure.details),
        })
        .where('document_id', '=', documentId)
        .where('state', 'in', ['received', 'signed'])
        .where('batch_id', 'is', null)
        .execute();
    },
  };
}

const newRow = (request: DocumentRequest, idempotency: Idempotency) => ({
  document_id: request.documentId,
  agency_id: request.agencyId,
  seal_id: request.sealId,
  state: 'received' as const,
  document_type: request.documentType,
  placement: request.placement === undefined ? null : JSON.stringify(request.placement),
  created_at: request.createdAt,
  key_id: request.keyId,
  idempotency_key: idempotency.key ?? null,
  request_digest: idempotency.requestDigest,
  original: request.original,
});
