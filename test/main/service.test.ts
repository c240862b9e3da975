import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFolder } from '../../src/main/data-folder.ts';
import { type Service, startService } from '../../src/main/service.ts';
import { startTestChain, type TestChain } from '../support/chain.ts';
import { sharedFolder } from '../support/folders.ts';
import { samplePdf } from '../support/sample-pdf.ts';
import { enrolSealingAgency, type SealingAgency } from '../support/sealing-agency.ts';
import { PASSPHRASE } from '../support/sealing-stage.ts';
import { bearer, downloadPdf, postDocument, startTestService } from '../support/service.ts';

const folder = sharedFolder();
let chain: TestChain;
let agency: SealingAgency;

beforeAll(async () => {
  chain = await startTestChain();
  agency = await enrolSealingAgency(chain, { code: 'HZ-1', name: 'Hangzhou' }, { data: folder, passphrase: PASSPHRASE });
});
afterAll(() => chain.stop());

async function withService<T>(
  use: (service: Service) => Promise<T>,
  more: Parameters<typeof startTestService>[2] = {},
): Promise<T> {
  const service = await startTestService(chain, folder, more);
  try {
    return await use(service);
  } finally {
    await service.close();
  }
}

test('started again it knows every document, and finishes what was under way', async () => {
  const { sealed, documentId } = await withService(async ({ url }) => {
    const done = await postDocument(url, agency, await samplePdf('done'));
    const pending = await postDocument(url, agency, await samplePdf('pending'), { headers: { prefer: 'wait=0' } });
    expect(pending.status).toBe(202);
    return { sealed: done.body.documentId, documentId: pending.body.documentId };
  });
  await withService(async ({ url }) => {
    expect((await downloadPdf(url, agency, sealed)).length).toBeGreaterThan(0);
    const state = async () => {
      const response = await fetch(`${url}/v1/documents/${documentId}`, { headers: bearer(agency) });
      return ((await response.json()) as { state: string }).state;
    };
    await expect.poll(state, { timeout: 20_000 }).toBe('sealed');
  });
});

test('an idempotency key outlives a restart', async () => {
  const file = await samplePdf('letter');
  const post = ({ url }: Service) => postDocument(url, agency, file, { headers: { 'idempotency-key': 'k' } });
  const first = await withService(post);
  const second = await withService(post);
  expect(second.body.documentId).toBe(first.body.documentId);
});

test('while the chain is out of reach it says so, and takes nothing it could not check', async () => {
  const nowhere = { ...chain, network: { ...chain.network, rpcUrls: ['http://127.0.0.1:1'] } };
  const service = await startTestService(nowhere, folder);
  try {
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${service.url}/readyz`);
    expect({ status: ready.status, body: await ready.json() }).toMatchObject({
      status: 503,
      body: { code: 'ledger-unreachable' },
    });
    const post = await postDocument(service.url, agency, await samplePdf());
    expect(post).toMatchObject({ status: 503, body: { code: 'ledger-unreachable' } });
    expect(post.headers.get('retry-after')).toBe('2');
    const rpc = await fetch(`${service.url}/rpc`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}',
    });
    expect({ status: rpc.status, body: await rpc.json() }).toMatchObject({ status: 503, body: { code: 'ledger-unreachable' } });
  } finally {
    await service.close();
  }
});

test('the log tells what happened, and neither keys nor content', async () => {
  const log = new PassThrough();
  const logged = text(log);
  const file = await samplePdf('Confidential to Mrs Tran');
  const { documentId } = await withService(
    async ({ url }) => {
      const { body } = await postDocument(url, agency, file, { headers: { 'idempotency-key': 'private-name-of-the-letter' } });
      await downloadPdf(url, agency, body.documentId);
      await postDocument(url, { ...agency, apiKey: 'vmln_0000_wrong-secret' }, file);
      return body;
    },
    { log },
  );
  log.end();
  const lines = await logged;
  const entries = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(entries).toContainEqual(expect.objectContaining({ method: 'POST', path: '/v1/documents', status: 201 }));
  expect(entries).toContainEqual(expect.objectContaining({ method: 'POST', path: '/v1/documents', status: 401 }));
  expect(entries).toContainEqual(expect.objectContaining({ msg: 'sealed', documentId }));
  for (const secret of [
    agency.apiKey.split('_').slice(2).join('_'),
    'wrong-secret',
    PASSPHRASE,
    chain.keys.relay.slice(2),
    'Confidential',
    'private-name',
    '%PDF',
  ]) {
    expect(lines).not.toContain(secret);
  }
});

test('a port that is taken is refused, and leaves the folder free for another try', async () => {
  await withService(async ({ url }) => {
    const port = Number(new URL(url).port);
    const config = {
      port,
      data: dataFolder(folder),
      network: chain.network,
      relayKey: chain.keys.relay,
      keyPassphrase: PASSPHRASE,
      maxBytes: 1024,
    };
    await expect(startService(config, pino({ level: 'silent' }))).rejects.toMatchObject({ code: 'port-in-use' });
  });
  await withService(async ({ url }) => expect((await fetch(`${url}/readyz`)).status).toBe(200));
});
