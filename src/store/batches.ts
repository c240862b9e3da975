import type { Selectable } from 'kysely';
import type { Digest, DocumentId, Hex, Root, SealId } from '../model/identifiers.ts';
import type { Database } from './database.ts';
import type { BatchRow, TransactionRow } from './schema.ts';

/** A root stated for the chain, with the documents under it. */
export interface Batch {
  readonly batchId: number;
  readonly sealId: SealId;
  readonly root: Root;
  readonly leafCount: number;
  readonly epoch: number;
  readonly signature: Hex;
}

/** Where the chain recorded it. */
export interface BatchAnchor {
  readonly transaction: Digest;
  readonly block: number;
  /** The block's time, Unix seconds. */
  readonly anchoredAt: number;
}

/**
 * The outbox: a batch is stored as `stated` before anything is sent, then its transaction is, and only then it is sent;
 * so after a crash the same transaction is sent again and never a second one. stated → anchored | refused.
 */
export interface BatchStore {
  /** Stores the batch and takes the documents into it, in one transaction. */
  state(batch: Omit<Batch, 'batchId'>, documents: readonly DocumentId[]): Promise<void>;
  /** Stated, but no transaction was made for them yet. */
  unsent(): Promise<readonly Batch[]>;
  /** The transaction that is under way, with its batches in the order of its anchorings. One at a time. */
  inFlight(): Promise<{ readonly transaction: TransactionRow; readonly batches: readonly Batch[] } | undefined>;
  assignTransaction(transaction: TransactionRow, batchIds: readonly number[]): Promise<void>;
  /** Its nonce was taken by another: its batches wait for a new one. */
  dropTransaction(digest: Digest): Promise<void>;
  markAnchored(batchId: number, anchor: BatchAnchor): Promise<void>;
  /** The chain refused it; its documents wait for another batch. `reason`: the contract's error. */
  markRefused(batchId: number, reason: string): Promise<void>;
  /** Why the ledger refused this very root under this epoch, if it did: stating it once more would change nothing. */
  refusal(sealId: SealId, epoch: number, root: Root): Promise<string | undefined>;
  /** The oldest anchored batch with a document that has no receipt yet. */
  nextUnfinished(): Promise<(Batch & { readonly anchor: BatchAnchor }) | undefined>;
}

export function createBatchStore(db: Database): BatchStore {
  const stated = () => db.selectFrom('batches').selectAll().where('state', '=', 'stated').orderBy('batch_id');
  return {
    async state(batch, documents) {
      await db.transaction().execute(async (tx) => {
        const { batch_id } = await tx
          .insertInto('batches')
          .values({
            seal_id: batch.sealId,
            state: 'stated',
            root: batch.root,
            leaf_count: batch.leafCount,
            epoch: batch.epoch,
            signature: batch.signature,
          })
          .returning('batch_id')
          .executeTakeFirstOrThrow();
        await tx
          .updateTable('documents')
          .set({ batch_id })
          .where('document_id', 'in', documents)
          .where('state', '=', 'signed')
          .execute();
      });
    },
    async unsent() {
      return (await stated().where('transaction_digest', 'is', null).execute()).map(toBatch);
    },
    async inFlight() {
      const rows = await stated().where('transaction_digest', 'is not', null).execute();
      const digest = rows[0]?.transaction_digest;
      if (!digest) return undefined;
      const transaction = await db.selectFrom('transactions').selectAll().where('digest', '=', digest).executeTakeFirstOrThrow();
      return { transaction, batches: rows.filter((row) => row.transaction_digest === digest).map(toBatch) };
    },
    async assignTransaction(transaction, batchIds) {
      await db.transaction().execute(async (tx) => {
        await tx.insertInto('transactions').values(transaction).execute();
        await tx
          .updateTable('batches')
          .set({ transaction_digest: transaction.digest })
          .where('batch_id', 'in', batchIds)
          .execute();
      });
    },
    async dropTransaction(digest) {
      await db
        .updateTable('batches')
        .set({ transaction_digest: null })
        .where('transaction_digest', '=', digest)
        .where('state', '=', 'stated')
        .execute();
    },
    async markAnchored(batchId, anchor) {
      await db
        .updateTable('batches')
        .set({ state: 'anchored', anchored_in: anchor.transaction, block: anchor.block, anchored_at: anchor.anchoredAt })
        .where('batch_id', '=', batchId)
        .where('state', '=', 'stated')
        .execute();
    },
    async markRefused(batchId, reason) {
      await db.transaction().execute(async (tx) => {
        await tx.updateTable('batches').set({ state: 'refused', refusal: reason }).where('batch_id', '=', batchId).execute();
        await tx
          .updateTable('documents')
          .set({ batch_id: null })
          .where('batch_id', '=', batchId)
          .where('state', '=', 'signed')
          .execute();
      });
    },
    async refusal(sealId, epoch, root) {
      const row = await db
        .selectFrom('batches')
        .select('refusal')
        .where('seal_id', '=', sealId)
        .where('epoch', '=', epoch)
        .where('root', '=', root)
        .where('state', '=', 'refused')
        .executeTakeFirst();
      return row?.refusal ?? undefined;
    },
    async nextUnfinished() {
      const row = await db
        .selectFrom('batches')
        .selectAll()
        .where('state', '=', 'anchored')
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('documents')
              .select('document_id')
              .whereRef('documents.batch_id', '=', 'batches.batch_id')
              .where('documents.state', '=', 'signed'),
          ),
        )
        .orderBy('batch_id')
        .executeTakeFirst();
      if (!row || row.anchored_in === null || row.block === null || row.anchored_at === null) return undefined;
      return { ...toBatch(row), anchor: { transaction: row.anchored_in, block: row.block, anchoredAt: row.anchored_at } };
    },
  };
}

const toBatch = (row: Selectable<BatchRow>): Batch => ({
  batchId: row.batch_id,
  sealId: row.seal_id,
  root: row.root,
  leafCount: row.leaf_count,
  epoch: row.epoch,
  signature: row.signature,
});
