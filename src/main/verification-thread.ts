import { parentPort, workerData } from 'node:worker_threads';
import { createLedgerReader } from '../ledger/read/ethers-reader.ts';
import type { NetworkFile } from '../model/network.ts';
import type { DocumentStore } from '../store/documents.ts';
import { openStore } from '../store/store.ts';
import type { ReceiptSource } from '../verification/receipt-source.ts';
import { verifyDocument } from '../verification/verify-document.ts';

/** What {@link createVerifier} starts; it answers one file at a time. */
export interface VerificationThreadData {
  readonly network: NetworkFile;
  /** The data folder: the thread reads the store by a connection of its own. */
  readonly data: string;
}

/** What this service sealed itself. */
const rememberedReceipts = (documents: DocumentStore): ReceiptSource => ({
  async receipt(documentId) {
    const document = await documents.find(documentId);
    return document?.state === 'sealed' ? document.receipt : undefined;
  },
  async successor(documentId) {
    const document = await documents.find(documentId);
    return document?.state === 'sealed' ? (await documents.findSuccessor(document.leaf))?.documentId : undefined;
  },
});

const { network, data } = workerData as VerificationThreadData;
const store = await openStore(data);
const environment = { network, ledger: createLedgerReader(network), receipts: rememberedReceipts(store.documents) };

parentPort?.on('message', async (file: Uint8Array) => {
  parentPort?.postMessage(await verifyDocument(file, environment));
});
