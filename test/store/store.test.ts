import { writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AgencyId, Digest, DocumentId, Leaf, Root, SealId } from '../../src/model/identifiers.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { DocumentRequest, SignedFields } from '../../src/store/stored-document.ts';
import { temporaryFolder } from '../support/folders.ts';

const digest = (byte: string) => `0x${byte.repeat(32)}` as Digest;
const AGENCY = digest('a1') as string as AgencyId;
const SEAL = digest('5e') as string as SealId;
const documentId = (n: number) => n.toString(16).padStart(32, '0') as DocumentId;

const request = (n: number, overrides: Partial<DocumentRequest> = {}): DocumentRequest => ({
  documentId: documentId(n),
  agencyId: AGENCY,
  sealId: SEAL,
  documentType: 'generic',
  original: digest('01'),
  createdAt: 1000 + n,
  keyId: 'k',
  ...overrides,
});

const signed = (n: number): SignedFields => ({
  documentDigest: digest('0d'),
  previousLeaf: digest('00'),
  leaf: digest(n.toString(16).padStart(2, '0')) as string as Leaf,
  cms: Uint8Array.of(0x30, n),
  contents: { start: 10, end: 20 },
  signed: digest('51'),
});

async function openWithKey(folder = temporaryFolder()): Promise<Store> {
  const store = await openStore(folder);
  await store.apiKeys.add({ keyId: 'k', agencyId: AGENCY, digest: digest('cc'), createdAt: 1 });
  return store;
}

async function signedDocument(store: Store, n: number, sealId = SEAL) {
  await store.documents.receive(request(n, { sealId }), { requestDigest: digest('ff') });
  await store.documents.markSigned(documentId(n), signed(n));
}

const batch = { sealId: SEAL, root: digest('77') as string as Root, leafCount: 2, epoch: 3, signature: '0x01' as const };
const transaction = { digest: digest('99'), raw: '0x02' as const, nonce: 7 };

describe('documents', () => {
  test('survive closing and opening, in the state they had', async () => {
    const folder = temporaryFolder();
    const before = await openWithKey(folder);
    await signedDocument(before, 1);
    await before.documents.receive(request(2, { placement: { page: 1 } }), { requestDigest: digest('ff') });
    await before.close();

    const after = await openStore(folder);
    expect(await after.documents.find(documentId(1))).toEqual({ ...request(1), ...signed(1), state: 'signed' });
    expect(await after.documents.nextReceived()).toEqual({
      ...request(2),
      placement: { page: 1 },
      state: 'received',
      attempts: 0,
    });
    await after.close();
  });

  test('asked for twice under one idempotency key are one document', async () => {
    const store = await openWithKey();
    const first = await store.documents.receive(request(1), { key: 'once', requestDigest: digest('ff') });
    const again = await store.documents.receive(request(2), { key: 'once', requestDigest: digest('ff') });
    expect(first.isNew).toBe(true);
    expect(again.isNew).toBe(false);
    expect(again.document.documentId).toBe(documentId(1));
    expect(await store.documents.find(documentId(2))).toBeUndefined();
    await store.close();
  });

  test('an idempotency key never stands for other content, but for another API key it is another', async () => {
    const store = await openWithKey();
    await store.apiKeys.add({ keyId: 'k2', agencyId: AGENCY, digest: digest('cd'), createdAt: 1 });
    await store.documents.receive(request(1), { key: 'once', requestDigest: digest('ff') });
    await expect(store.documents.receive(request(2), { key: 'once', requestDigest: digest('fe') })).rejects.toMatchObject({
      code: 'idempotency-key-reused',
    });
    const other = await store.documents.receive(request(3, { keyId: 'k2' }), { key: 'once', requestDigest: digest('fe') });
    expect(other.isNew).toBe(true);
    await store.close();
  });

  test('without an idempotency key each request is a new document', async () => {
    const store = await openWithKey();
    for (const n of [1, 2]) {
      const { isNew } = await store.documents.receive(request(n), { requestDigest: digest('ff') });
      expect(isNew).toBe(true);
    }
    await store.close();
  });

  test('never go back: what is signed is not signed again, what is sealed does not fail', async () => {
    const store = await openWithKey();
    await signedDocument(store, 1);
    await store.documents.markSigned(documentId(1), { ...signed(1), documentDigest: digest('ee') });
    expect(await store.documents.find(documentId(1))).toMatchObject({ documentDigest: digest('0d') });

    await store.batches.state(batch, [documentId(1)]);
    await store.documents.markFailed(documentId(1), { code: 'late', message: 'too late', details: {} });
    expect(await store.documents.find(documentId(1))).toMatchObject({ state: 'signed' });
    await store.close();
  });
});

describe('batches', () => {
  test('take the documents of one seal, the one that waited longest first', async () => {
    const store = await openWithKey();
    const other = digest('5f') as string as SealId;
    await signedDocument(store, 1, other);
    await signedDocument(store, 2);
    await signedDocument(store, 3, other);
    expect((await store.documents.nextUnbatched(10)).map((d) => d.documentId)).toEqual([documentId(1), documentId(3)]);
    await store.batches.state({ ...batch, sealId: other }, [documentId(1), documentId(3)]);
    expect((await store.documents.nextUnbatched(10)).map((d) => d.documentId)).toEqual([documentId(2)]);
    await store.close();
  });

  test('go from unsent to in flight to anchored to finished', async () => {
    const store = await openWithKey();
    await signedDocument(store, 1);
    await store.batches.state(batch, [documentId(1)]);
    const [stated] = await store.batches.unsent();
    expect(stated).toEqual({ ...batch, batchId: 1 });

    await store.batches.assignTransaction(transaction, [1]);
    expect(await store.batches.unsent()).toEqual([]);
    expect(await store.batches.inFlight()).toEqual({ transaction, batches: [{ ...batch, batchId: 1 }] });

    const anchor = { transaction: transaction.digest, block: 12, anchoredAt: 2000 };
    await store.batches.markAnchored(1, anchor);
    expect(await store.batches.inFlight()).toBeUndefined();
    expect(await store.batches.nextUnfinished()).toEqual({ ...batch, batchId: 1, anchor });

    const receipt = {
      version: 1 as const,
      chainId: 1,
      ledger: '0x01' as never,
      root: batch.root,
      leafCount: 2,
      path: [],
      transaction: transaction.digest,
      block: 12,
    };
    await store.documents.markSealed(documentId(1), { receipt, sealed: digest('5d'), sealedAt: 2000 });
    expect(await store.batches.nextUnfinished()).toBeUndefined();
    expect(await store.documents.find(documentId(1))).toMatchObject({ state: 'sealed', receipt, sealedAt: 2000, batchId: 1 });
    await store.close();
  });

  test('whose transaction lost its nonce wait for a new one', async () => {
    const store = await openWithKey();
    await signedDocument(store, 1);
    await store.batches.state(batch, [documentId(1)]);
    await store.batches.assignTransaction(transaction, [1]);
    await store.batches.dropTransaction(transaction.digest);
    expect(await store.batches.inFlight()).toBeUndefined();
    expect(await store.batches.unsent()).toHaveLength(1);
    await store.close();
  });

  test('that were refused give their documents back', async () => {
    const store = await openWithKey();
    await signedDocument(store, 1);
    await store.batches.state(batch, [documentId(1)]);
    await store.batches.markRefused(1, 'InvalidStatement');
    expect((await store.documents.nextUnbatched(10)).map((d) => d.documentId)).toEqual([documentId(1)]);
    expect(await store.batches.unsent()).toEqual([]);
    await store.close();
  });
});

describe('blobs', () => {
  test('are found by their digest, once for equal content, without drafts left over', async () => {
    const folder = temporaryFolder();
    const { blobs, close } = await openStore(folder);
    const bytes = new TextEncoder().encode('a file');
    const name = await blobs.put(bytes);
    expect(await blobs.put(bytes)).toBe(name);
    expect(await blobs.get(name)).toEqual(bytes);
    expect(await readdir(join(folder, 'blobs', name.slice(2, 4)))).toEqual([name.slice(2)]);
    await close();
  });

  test('that are damaged or missing are said to be so, not handed out', async () => {
    const folder = temporaryFolder();
    const { blobs, close } = await openStore(folder);
    const name = await blobs.put(Uint8Array.of(1, 2, 3));
    const path = join(folder, 'blobs', name.slice(2, 4), name.slice(2));
    writeFileSync(path, Uint8Array.of(1, 2, 4));
    expect(await readFile(path)).toHaveLength(3);
    await expect(blobs.get(name)).rejects.toMatchObject({ code: 'blob-damaged' });
    await expect(blobs.get(digest('00'))).rejects.toMatchObject({ code: 'blob-missing' });
    await close();
  });
});
