import { pino } from 'pino';
import type { Placement } from '../../src/appearance/place.ts';
import { openFileCustody } from '../../src/custody/file-custody.ts';
import { createLedgerReader } from '../../src/ledger/read/ethers-reader.ts';
import { createAnchorWriter, createRevocationWriter } from '../../src/ledger/write/ethers-writer.ts';
import type { DocumentId } from '../../src/model/identifiers.ts';
import { anchorNext } from '../../src/sealing/anchoring-worker.ts';
import { createRelay } from '../../src/sealing/relay.ts';
import { requestDocument } from '../../src/sealing/request-document.ts';
import { revokeDocument } from '../../src/sealing/revoke-document.ts';
import { createSettlements } from '../../src/sealing/settlements.ts';
import { signNext } from '../../src/sealing/signing-worker.ts';
import { openStore } from '../../src/store/store.ts';
import type { StoredDocument } from '../../src/store/stored-document.ts';
import type { TestChain } from './chain.ts';
import type { SealingAgency } from './sealing-agency.ts';

export const PASSPHRASE = 'test passphrase';

/** Everything between HTTP and the chain, with the workers in hand: a test takes their steps one by one, and may stop after any. */
export async function openStage(chain: Pick<TestChain, 'network' | 'keys'>, data: string) {
  const { network, keys } = chain;
  const store = await openStore(data);
  const custody = openFileCustody(`${data}/custody`, PASSPHRASE);
  const ledger = createLedgerReader(network);
  const settlements = createSettlements(store.documents);
  const relay = createRelay(() => {});
  const log = pino({ level: 'silent' });
  const now = () => new Date();
  const shared = { store, custody, ledger, network, settlements, relay, log, now };
  const anchors = createAnchorWriter(network, keys.relay);
  const sign = () => signNext({ ...shared, publicUrl: 'http://127.0.0.1:8080', onSigned: () => {} });
  const anchor = () => anchorNext({ ...shared, anchors });

  return {
    ...shared,
    anchors,
    sign,
    anchor,
    async receive(
      { agencyId, sealId, apiKey }: SealingAgency,
      file: Uint8Array,
      more: { idempotencyKey?: string; placement?: Placement } = {},
    ): Promise<StoredDocument> {
      const keyId = apiKey.split('_')[1] ?? '';
      return requestDocument({ agencyId, keyId, sealId, file, documentType: 'generic', ...more }, shared);
    },
    /** Takes steps until there is nothing left to do. */
    async settle(): Promise<void> {
      while ((await sign()) !== 'idle');
      while ((await anchor()) !== 'idle');
    },
    async document(documentId: DocumentId): Promise<StoredDocument> {
      const document = await store.documents.find(documentId);
      if (!document) throw new Error(`no document ${documentId}`);
      return document;
    },
    async sealedFile(documentId: DocumentId): Promise<Uint8Array> {
      const document = await store.documents.find(documentId);
      if (document?.state !== 'sealed') throw new Error(`document ${documentId} is ${JSON.stringify(document)}`);
      return store.blobs.get(document.sealed);
    },
    async revoke(request: Parameters<typeof revokeDocument>[0]) {
      const revoked = revokeDocument(request, { ...shared, revocations: createRevocationWriter(network, keys.relay) });
      revoked.catch(() => {});
      while ((await anchor()) !== 'idle');
      return revoked;
    },
    close: () => store.close(),
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;
