import type { Logger } from 'pino';
import { parseSealSignature } from '../cms/parse-signed-data.ts';
import type { Custody } from '../custody/port.ts';
import type { LedgerReader, LedgerSnapshot } from '../ledger/read/port.ts';
import type { AnchorWriter } from '../ledger/write/port.ts';
import { treeOf } from '../merkle/tree.ts';
import { Refusal } from '../model/errors.ts';
import type { NetworkFile } from '../model/network.ts';
import type { Batch } from '../store/batches.ts';
import type { Store } from '../store/store.ts';
import type { Failure, SignedDocumentEntry } from '../store/stored-document.ts';
import { embedReceiptInPdf } from './embed-receipt-in-pdf.ts';
import type { Relay } from './relay.ts';
import { activeSeal } from './seal-standing.ts';
import type { Settlements } from './settlements.ts';
import type { StepResult } from './worker.ts';

export interface AnchoringContext {
  readonly store: Store;
  readonly custody: Custody;
  readonly ledger: LedgerReader;
  readonly anchors: AnchorWriter;
  readonly relay: Relay;
  readonly network: NetworkFile;
  readonly settlements: Settlements;
  readonly log: Logger;
}

/** A bigger batch costs no more gas, but its receipts are longer and its leaves are held in memory. */
const MAX_LEAVES = 1000;

/**
 * One step on the road from signed to sealed: finish what is anchored; else follow the transaction that is under way; else make one
 * for the batches that are stated; else state a batch. Whatever is signed while a transaction is under way goes into the next batch,
 * so batches grow by themselves when there is much to do, and one document alone does not wait.
 */
export async function anchorNext(context: AnchoringContext): Promise<StepResult> {
  return (
    (await finishBatch(context)) ??
    (await followTransaction(context)) ??
    (await context.relay.step()) ??
    (await stateBatch(context)) ??
    (await sendBatches(context)) ??
    'idle'
  );
}

async function finishBatch({ store, network, settlements, log }: AnchoringContext): Promise<StepResult | undefined> {
  const batch = await store.batches.nextUnfinished();
  if (!batch) return undefined;
  const documents = await store.documents.ofBatch(batch.batchId);
  const tree = treeOf(documents.map(({ leaf }) => leaf));
  for (const document of documents) {
    if (document.state === 'sealed') continue;
    const receipt = {
      version: 1,
      chainId: network.chainId,
      ledger: network.ledger,
      root: batch.root,
      leafCount: batch.leafCount,
      path: tree.path(document.leaf),
      transaction: batch.anchor.transaction,
      block: batch.anchor.block,
    } as const;
    const bytes = embedReceiptInPdf(await store.blobs.get(document.signed), document.contents, document.cms, receipt);
    const sealed = await store.blobs.put(bytes);
    await store.documents.markSealed(document.documentId, { receipt, sealed, sealedAt: batch.anchor.anchoredAt });
    settlements.announce(document.documentId);
    log.info({ documentId: document.documentId, block: receipt.block, transaction: receipt.transaction }, 'sealed');
  }
  return 'worked';
}

async function followTransaction({ store, anchors, ledger, log }: AnchoringContext): Promise<StepResult | undefined> {
  const flight = await store.batches.inFlight();
  if (!flight) return undefined;
  const { transaction, batches } = flight;
  const outcome = await anchors.outcome(transaction, batches);
  if (outcome === 'pending') return 'waiting';
  if (outcome === 'unknown') {
    await anchors.send(transaction);
    return 'waiting';
  }
  if (outcome === 'lost') {
    log.warn(
      { transaction: transaction.digest, nonce: transaction.nonce },
      'another transaction took the nonce; a new one is made',
    );
    await store.batches.dropTransaction(transaction.digest);
    return 'worked';
  }
  const snapshot = await ledger.snapshot();
  const settled = await Promise.all(batches.map((batch, index) => settleBatch(batch, outcome[index], { snapshot, store, log })));
  return settled.every(Boolean) ? 'worked' : 'waiting';
}

/** False while the chain may still change its mind. */
async function settleBatch(
  batch: Batch,
  result: Exclude<Awaited<ReturnType<AnchorWriter['outcome']>>, string>[number] | undefined,
  { snapshot, store, log }: { snapshot: LedgerSnapshot; store: Store; log: Logger },
): Promise<boolean> {
  const anchor = await snapshot.anchor(batch.sealId, batch.root);
  if (anchor) {
    if (anchor.final) await store.batches.markAnchored(batch.batchId, anchor);
    return anchor.final;
  }
  if (result?.outcome !== 'refused') return false;
  log.warn({ batch: batch.batchId, seal: batch.sealId, reason: result.reason }, 'the ledger refused a batch');
  await store.batches.markRefused(batch.batchId, result.reason);
  return true;
}

async function stateBatch(context: AnchoringContext): Promise<StepResult | undefined> {
  const { store, custody, ledger, network } = context;
  const waiting = await store.documents.nextUnbatched(MAX_LEAVES);
  const [first] = waiting;
  if (!first) return undefined;
  const { sealId } = first;
  try {
    const seal = activeSeal(sealId, await (await ledger.snapshot()).seal(sealId));
    const { current, outdated } = byCertificate(waiting, seal.key.certificateDigest);
    await failAll(
      outdated,
      'seal-key-rotated',
      'The seal has a new key since this file was signed. Post the file again.',
      context,
    );
    if (current.length === 0) return 'worked';

    const refusal = await store.batches.refusal(sealId, seal.epoch, rootOf(current));
    if (refusal) throw new Refusal('anchor-refused', `The ledger refused the seal's statement: ${refusal}.`, { reason: refusal });
    const statement = await custody.signStatement(
      sealId,
      { chainId: network.chainId, ledger: network.ledger, epoch: seal.epoch },
      current.map(({ cms }) => cms),
    );
    if (statement.root !== rootOf(current))
      throw new Error(`custody stated another root than the documents of seal ${sealId} have`);
    await store.batches.state(
      { sealId, root: statement.root, leafCount: current.length, epoch: seal.epoch, signature: statement.signature },
      current.map(({ documentId }) => documentId),
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await failAll(waiting, error.code, error.message, context, error.details);
  }
  return 'worked';
}

const rootOf = (documents: readonly SignedDocumentEntry[]) => treeOf(documents.map(({ leaf }) => leaf)).root;

/** After a rotation the old key states nothing more: what it signed cannot be anchored. */
function byCertificate(documents: readonly SignedDocumentEntry[], certificateDigest: string) {
  const isCurrent = ({ cms }: SignedDocumentEntry) => parseSealSignature(cms)?.certificate.digest === certificateDigest;
  const { current = [], outdated = [] } = Object.groupBy(documents, (document) => (isCurrent(document) ? 'current' : 'outdated'));
  return { current, outdated };
}

async function failAll(
  documents: readonly SignedDocumentEntry[],
  code: string,
  message: string,
  { store, settlements, log }: AnchoringContext,
  details: Failure['details'] = {},
): Promise<void> {
  for (const { documentId } of documents) {
    await store.documents.markFailed(documentId, { code, message, details });
    settlements.announce(documentId);
    log.warn({ documentId, code }, 'not sealed');
  }
}

/** Stored before it is sent: after a crash the same transaction goes out again, never a second one. */
async function sendBatches({ store, anchors }: AnchoringContext): Promise<StepResult | undefined> {
  const batches = await store.batches.unsent();
  if (batches.length === 0) return undefined;
  const transaction = await anchors.prepare(batches);
  const { digest, raw, nonce } = transaction;
  await store.batches.assignTransaction(
    { digest, raw, nonce },
    batches.map(({ batchId }) => batchId),
  );
  await anchors.send(transaction);
  return 'worked';
}
