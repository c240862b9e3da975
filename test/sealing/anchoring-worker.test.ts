import { Interface } from 'ethers';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseSealSignature } from '../../src/cms/parse-signed-data.ts';
import type { Custody } from '../../src/custody/port.ts';
import { readSeal, storeSeal } from '../../src/custody/seal-folder.ts';
import { createSealKey, openSealKey } from '../../src/custody/seal-key.ts';
import { DOCUMENT_LEDGER_ABI } from '../../src/ledger/abi/document-ledger.ts';
import { createRegistryWriter } from '../../src/ledger/write/ethers-writer.ts';
import { leafOf } from '../../src/merkle/leaf.ts';
import { longestPath, rootOf } from '../../src/merkle/tree.ts';
import { readPdf } from '../../src/pdf/read/pdf.ts';
import { readSignatures } from '../../src/pdf/read/signatures.ts';
import { anchorNext } from '../../src/sealing/anchoring-worker.ts';
import { startTestChain, type TestChain } from '../support/chain.ts';
import { temporaryFolder } from '../support/folders.ts';
import { samplePdf } from '../support/sample-pdf.ts';
import { enrolSealingAgency, type SealingAgency } from '../support/sealing-agency.ts';
import { openStage, PASSPHRASE, type Stage } from '../support/sealing-stage.ts';

let chain: TestChain;
let data: string;
let stage: Stage;
let agency: SealingAgency;
let agencies = 0;

beforeAll(async () => {
  chain = await startTestChain();
});
afterAll(() => chain.stop());

beforeEach(async () => {
  data = temporaryFolder();
  agency = await newAgency();
  stage = await openStage(chain, data);
  return () => stage.close();
});

const newAgency = () =>
  enrolSealingAgency(chain, { code: `AGENCY-${++agencies}`, name: `Agency ${agencies}` }, { data, passphrase: PASSPHRASE });

/** As after a crash: what was in memory is gone, what was stored is not. */
async function restart(): Promise<void> {
  await stage.close();
  stage = await openStage(chain, data);
}

/** The one thing that counts: the file's receipt leads to an anchor that the chain knows. */
async function expectAnchored(file: Uint8Array) {
  const field = readSignatures(readPdf(file)).at(-1);
  if (field?.malformed !== undefined) throw new Error(field?.malformed ?? 'no signature');
  const signature = field && parseSealSignature(field.contents.der);
  if (!signature?.receipt) throw new Error('no receipt');
  const { record, receipt } = signature;
  expect(rootOf(leafOf(record), receipt.path)).toBe(receipt.root);
  const anchor = await (await stage.ledger.snapshot()).anchor(record.sealId, receipt.root);
  expect(anchor).toMatchObject({
    leafCount: receipt.leafCount,
    transaction: receipt.transaction,
    block: receipt.block,
    final: true,
  });
  return { record, receipt };
}

const ANCHORED = new Interface(DOCUMENT_LEDGER_ABI).encodeFilterTopics('Anchored', []);
const anchorCount = async () => {
  const filter = { topics: ANCHORED, address: chain.network.ledger, fromBlock: '0x0', toBlock: 'latest' };
  return ((await chain.rpc('eth_getLogs', [filter])) as unknown[]).length;
};

describe('a document', () => {
  test('alone is a batch of one: its receipt has no path', async () => {
    const { documentId } = await stage.receive(agency, await samplePdf());
    await stage.settle();
    const { record, receipt } = await expectAnchored(await stage.sealedFile(documentId));
    expect(receipt).toMatchObject({ path: [], leafCount: 1, root: leafOf(record), chainId: 31337, ledger: chain.network.ledger });
  });

  test('keeps the bytes that were posted as a prefix', async () => {
    const file = await samplePdf();
    const { documentId } = await stage.receive(agency, file);
    await stage.settle();
    expect((await stage.sealedFile(documentId)).subarray(0, file.length)).toEqual(file);
  });

  test('is kept back until its anchor is final', async () => {
    const patient = await openStage({ ...chain, network: { ...chain.network, confirmations: 2 } }, data);
    const { documentId } = await patient.receive(agency, await samplePdf());
    await patient.sign();
    for (let step = 0; step < 6; step++) await patient.anchor();
    expect(await patient.anchor()).toBe('waiting');
    expect(await patient.document(documentId)).toMatchObject({ state: 'signed' });
    await chain.mine(2);
    await patient.settle();
    expect(await patient.document(documentId)).toMatchObject({ state: 'sealed' });
    await patient.close();
  });
});

describe('documents that wait together', () => {
  test('are anchored under one root, each with its own way to it', async () => {
    const documents = [];
    for (let n = 0; n < 5; n++) documents.push(await stage.receive(agency, await samplePdf(`Letter ${n}`)));
    const before = await anchorCount();
    await stage.settle();
    expect((await anchorCount()) - before).toBe(1);
    const roots = new Set<string>();
    for (const { documentId } of documents) {
      const { receipt } = await expectAnchored(await stage.sealedFile(documentId));
      expect(receipt.leafCount).toBe(5);
      expect(receipt.path.length).toBeLessThanOrEqual(longestPath(5));
      roots.add(receipt.root);
    }
    expect(roots.size).toBe(1);
  });

  test('under two seals share a transaction, not a root', async () => {
    const other = await newAgency();
    const documents = [await stage.receive(agency, await samplePdf()), await stage.receive(other, await samplePdf())];
    await stage.settle();
    const [a, b] = await Promise.all(documents.map(async ({ documentId }) => expectAnchored(await stage.sealedFile(documentId))));
    expect(a?.receipt.transaction).toBe(b?.receipt.transaction);
    expect(a?.receipt.root).not.toBe(b?.receipt.root);
  });
});

describe('stopped abruptly and started again', () => {
  /** The states in which a crash can find a document, each by the steps that lead there. */
  const CRASHES: readonly { when: string; steps: (stage: Stage) => Promise<unknown> }[] = [
    { when: 'received', steps: async () => {} },
    { when: 'signed', steps: (s) => s.sign() },
    { when: 'stated', steps: (s) => s.sign().then(s.anchor) },
    {
      when: 'its transaction was prepared but not sent',
      async steps(s) {
        await s.sign();
        await s.anchor();
        const batches = await s.store.batches.unsent();
        const { digest, raw, nonce } = await s.anchors.prepare(batches);
        await s.store.batches.assignTransaction(
          { digest, raw, nonce },
          batches.map(({ batchId }) => batchId),
        );
      },
    },
    {
      when: 'its transaction was prepared and another one took the nonce',
      async steps(s) {
        await s.sign();
        await s.anchor();
        const batches = await s.store.batches.unsent();
        const { digest, raw, nonce } = await s.anchors.prepare(batches);
        await s.store.batches.assignTransaction(
          { digest, raw, nonce },
          batches.map(({ batchId }) => batchId),
        );
        await s.anchors.send(await s.anchors.prepare([]));
      },
    },
    { when: 'sent', steps: (s) => s.sign().then(s.anchor).then(s.anchor) },
    { when: 'anchored, but without its receipt', steps: (s) => s.sign().then(s.anchor).then(s.anchor).then(s.anchor) },
    { when: 'sealed', steps: (s) => s.settle() },
  ];

  test.each(CRASHES)('$when: is sealed once, under one anchor', async ({ steps }) => {
    const before = await anchorCount();
    const { documentId } = await stage.receive(agency, await samplePdf());
    await steps(stage);
    await restart();
    await stage.settle();
    await expectAnchored(await stage.sealedFile(documentId));
    expect((await anchorCount()) - before).toBe(1);
  });

  test('a file at which the process died three times fails instead of killing it again', async () => {
    const { documentId } = await stage.receive(agency, await samplePdf());
    await stage.store.documents.setAttempts(documentId, 3);
    await restart();
    await stage.settle();
    expect(await stage.document(documentId)).toMatchObject({ state: 'failed', failure: { code: 'signing-failed' } });
  });
});

describe('where the seal changes between signing and anchoring', () => {
  test('a new epoch: the batch is stated anew', async () => {
    const registry = createRegistryWriter(chain.network, chain.keys.registrar);
    const { documentId } = await stage.receive(agency, await samplePdf());
    await stage.sign();
    await stage.anchor();
    await registry.suspendSeal(agency.sealId);
    await registry.reinstateSeal(agency.sealId);
    await stage.settle();
    const { record, receipt } = await expectAnchored(await stage.sealedFile(documentId));
    const anchor = await (await stage.ledger.snapshot()).anchor(record.sealId, receipt.root);
    expect(anchor?.epoch).toBe(3);
  });

  test('suspended: the document fails and says so, and nothing reaches the ledger', async () => {
    const before = await anchorCount();
    const { documentId } = await stage.receive(agency, await samplePdf());
    await stage.sign();
    await stage.anchor();
    await createRegistryWriter(chain.network, chain.keys.registrar).suspendSeal(agency.sealId);
    await stage.settle();
    expect(await stage.document(documentId)).toMatchObject({ state: 'failed', failure: { code: 'seal-not-active' } });
    expect(await anchorCount()).toBe(before);
  });

  test('a new key: the document fails, for nothing signed with the old one can be anchored', async () => {
    const { documentId } = await stage.receive(agency, await samplePdf());
    await stage.sign();
    await rotateKey(agency);
    await stage.settle();
    expect(await stage.document(documentId)).toMatchObject({ state: 'failed', failure: { code: 'seal-key-rotated' } });
    const { documentId: next } = await stage.receive(agency, await samplePdf());
    await stage.settle();
    await expectAnchored(await stage.sealedFile(next));
  });

  async function rotateKey({ sealId }: SealingAgency) {
    const { network, keys } = chain;
    const custody = `${data}/custody`;
    const { p12: oldP12, mark } = await readSeal(custody, sealId);
    const { p12 } = await createSealKey({ algorithm: 'P-256', commonName: 'Next', passphrase: PASSPHRASE });
    const [oldKey, newKey] = [await openSealKey(oldP12, PASSPHRASE), await openSealKey(p12, PASSPHRASE)];
    const { algorithm, key, certificateDigest } = newKey;
    const terms = { chainId: network.chainId, registry: network.registry, sealId, epoch: 1, newKey: key, certificateDigest };
    await createRegistryWriter(network, keys.registrar).rotateKey({
      sealId,
      algorithm,
      key,
      certificateDigest,
      possession: await newKey.signRotation(terms),
      authorisation: await oldKey.signRotation(terms),
    });
    await storeSeal(custody, sealId, { p12, mark });
  }
});

test('what the ledger refuses although nothing changed fails, with its reason, and is not tried for ever', async () => {
  const { documentId } = await stage.receive(agency, await samplePdf());
  const confused: Custody = {
    ...stage.custody,
    signStatement: (sealId, terms, signed) => stage.custody.signStatement(sealId, { ...terms, chainId: 1 }, signed),
  };
  await stage.sign();
  const log = pino({ level: 'silent' });
  while ((await anchorNext({ ...stage, log, custody: confused })) !== 'idle');
  expect(await stage.document(documentId)).toMatchObject({
    state: 'failed',
    failure: { code: 'anchor-refused', details: { reason: 'InvalidStatement' } },
  });
});

describe('a revocation', () => {
  test('needs a live seal of the agency', async () => {
    const registry = createRegistryWriter(chain.network, chain.keys.registrar);
    const { documentId } = await stage.receive(agency, await samplePdf());
    await stage.settle();
    await registry.suspendSeal(agency.sealId);
    const request = { agencyId: agency.agencyId, documentId, reason: 'withdrawn' } as const;
    await expect(stage.revoke(request)).rejects.toMatchObject({ code: 'no-active-seal' });
    await registry.reinstateSeal(agency.sealId);
    expect(await stage.revoke(request)).toMatchObject({ reason: 'withdrawn', sealId: agency.sealId });
  });

  test('waits for the transaction that is under way, so that both have a nonce', async () => {
    const first = await stage.receive(agency, await samplePdf('first'));
    await stage.settle();
    const second = await stage.receive(agency, await samplePdf('second'));
    await stage.sign();
    await stage.anchor();
    await stage.anchor();
    const revocation = await stage.revoke({ agencyId: agency.agencyId, documentId: first.documentId, reason: 'fraud' });
    expect(revocation.reason).toBe('fraud');
    await expectAnchored(await stage.sealedFile(second.documentId));
  });
});

test('while the chain is out of reach nothing is lost, and afterwards it is sealed', async () => {
  const { documentId } = await stage.receive(agency, await samplePdf());
  const nowhere = { ...chain.network, rpcUrls: ['http://127.0.0.1:1'] };
  const cut = await openStage({ ...chain, network: nowhere }, data);
  await cut.sign();
  await expect(cut.anchor()).rejects.toMatchObject({ code: 'ledger-unreachable' });
  expect(await cut.document(documentId)).toMatchObject({ state: 'signed' });
  await cut.close();
  await stage.settle();
  await expectAnchored(await stage.sealedFile(documentId));
});
