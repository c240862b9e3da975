import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiKeyStore, createApiKeyStore } from './api-keys.ts';
import { type BatchStore, createBatchStore } from './batches.ts';
import { type BlobStore, openBlobStore } from './blobs.ts';
import { openDatabase } from './database.ts';
import { createDocumentStore, type DocumentStore } from './documents.ts';

export interface Store {
  readonly apiKeys: ApiKeyStore;
  readonly documents: DocumentStore;
  readonly batches: BatchStore;
  readonly blobs: BlobStore;
  close(): Promise<void>;
}

/** Opens `<folder>/store.sqlite` and `<folder>/blobs`, making what is missing. */
export async function openStore(folder: string): Promise<Store> {
  const blobFolder = join(folder, 'blobs');
  mkdirSync(blobFolder, { recursive: true, mode: 0o700 });
  const db = await openDatabase(join(folder, 'store.sqlite'));
  return {
    apiKeys: createApiKeyStore(db),
    documents: createDocumentStore(db),
    batches: createBatchStore(db),
    blobs: openBlobStore(blobFolder),
    close: () => db.destroy(),
  };
}
