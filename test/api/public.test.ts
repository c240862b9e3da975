import { request as httpRequest } from 'node:http';
import { deflateSync } from 'node:zlib';
import { JsonRpcProvider } from 'ethers';
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLedgerReader } from '../../src/ledger/read/ethers-reader.ts';
import type { Service } from '../../src/main/service.ts';
import { startTestChain, type TestChain } from '../support/chain.ts';
import { sharedFolder } from '../support/folders.ts';
import { samplePdf } from '../support/sample-pdf.ts';
import { enrolSealingAgency, type SealingAgency } from '../support/sealing-agency.ts';
import { PASSPHRASE } from '../support/sealing-stage.ts';
import { downloadPdf, postDocument, startTestService } from '../support/service.ts';

const folder = sharedFolder();
let chain: TestChain;
let service: Service;
let agency: SealingAgency;
let documentId: string;
let sealed: Uint8Array;

beforeAll(async () => {
  chain = await startTestChain();
  agency = await enrolSealingAgency(chain, { code: 'HZ-1', name: 'Hangzhou Testing' }, { data: folder, passphrase: PASSPHRASE });
  service = await startTestService(chain, folder, { maxBytes: 1024 * 1024 });
  documentId = (await postDocument(service.url, agency, await samplePdf())).body.documentId;
  sealed = await downloadPdf(service.url, agency, documentId);
});
afterAll(async () => {
  await service.close();
  await chain.stop();
});

const get = async (path: string) => {
  const response = await fetch(`${service.url}${path}`);
  return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> };
};

async function verify(body: Uint8Array | string | FormData, type?: string) {
  const response = await fetch(`${service.url}/v1/verifications`, {
    method: 'POST',
    // Client and server share a process here: a socket that idles while the machine is busy may be closed under the client.
    headers: { connection: 'close', ...(type && { 'content-type': type }) },
    body: body instanceof Uint8Array ? new Uint8Array(body) : body,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('POST /v1/verifications', () => {
  const form = (file: Uint8Array, more: Record<string, string> = {}) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(more)) form.set(name, value);
    form.set('file', new Blob([new Uint8Array(file)]), 'a.pdf');
    return form;
  };

  test('takes a form and a bare body alike', async () => {
    const [a, b] = [await verify(form(sealed)), await verify(sealed, 'application/pdf')];
    expect(a).toMatchObject({ status: 200, body: { indication: 'TOTAL-PASSED', seals: [{ documentId }] } });
    expect(b).toEqual(a);
  });

  /** Hostile or hapless input: each gets its answer, and the next request is served. */
  const INPUTS: readonly { what: string; make: () => Promise<Uint8Array> | Uint8Array; answer: object }[] = [
    {
      what: 'text',
      make: () => new TextEncoder().encode('Dear all'),
      answer: { status: 200, body: { indication: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE' } },
    },
    {
      what: 'a truncated PDF',
      make: () => sealed.subarray(0, sealed.length - 300),
      answer: { status: 200, body: { indication: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE' } },
    },
    {
      what: 'an unsealed PDF',
      make: () => samplePdf(),
      answer: { status: 200, body: { indication: 'TOTAL-FAILED', subIndication: 'NO_SEAL_FOUND' } },
    },
    {
      what: 'an encrypted PDF',
      make: encryptedPdf,
      answer: { status: 200, body: { subIndication: 'FORMAT_FAILURE', reason: 'the file is encrypted' } },
    },
    {
      what: 'a PDF bomb',
      make: pdfBomb,
      answer: {
        status: 200,
        body: { subIndication: 'FORMAT_FAILURE', reason: expect.stringContaining('unpacks to more than') },
      },
    },
    { what: 'nothing', make: () => new Uint8Array(), answer: { status: 400, body: { code: 'file-missing' } } },
    {
      what: 'more than is taken',
      make: () => new Uint8Array(2 * 1024 * 1024),
      answer: { status: 413, body: { code: 'file-too-large', maxBytes: 1024 * 1024 } },
    },
  ];
  test.each(INPUTS)('answers $what', async ({ make, answer }) => {
    expect(await verify(await make(), 'application/pdf')).toMatchObject(answer);
    expect(await verify(form(await make()))).toMatchObject(answer);
    expect((await get('/healthz')).status).toBe(200);
  });

  test('refuses other content types, other fields and two files', async () => {
    expect(await verify('x', 'text/plain')).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
    expect(await verify(form(sealed, { policy: 'lax' }))).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    const two = form(sealed);
    two.append('file', new Blob(['%PDF']), 'b.pdf');
    expect(await verify(two)).toMatchObject({ status: 400, body: { code: 'malformed-multipart' } });
  });

  test('outlives a client that stops in the middle of its file', async () => {
    await new Promise<void>((resolve) => {
      const request = httpRequest(`${service.url}/v1/verifications`, {
        method: 'POST',
        headers: { 'content-type': 'application/pdf', 'content-length': 500_000 },
      });
      request.on('error', () => {});
      request.on('close', resolve);
      request.write('%PDF-1.7', () => request.destroy());
    });
    expect(await verify(sealed, 'application/pdf')).toMatchObject({ status: 200 });
  });

  /** The catalog lies in an object stream that unpacks to 80 MB: nothing can be read without unpacking it. */
  function pdfBomb(): Uint8Array {
    const bomb = deflateSync(Buffer.concat([Buffer.from('1 0 '), Buffer.alloc(80 * 1024 * 1024, ' ')]));
    const header = Buffer.from('%PDF-1.7\n');
    const objectStream = Buffer.concat([
      Buffer.from(`2 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${bomb.length} >>\nstream\n`),
      bomb,
      Buffer.from('\nendstream\nendobj\n'),
    ]);
    const xrefAt = header.length + objectStream.length;
    const entry = (type: number, field: number, last: number) => [
      type,
      ...Uint8Array.from([field >> 16, field >> 8, field]),
      last,
    ];
    const entries = Buffer.from([entry(0, 0, 255), entry(2, 2, 0), entry(1, header.length, 0), entry(1, xrefAt, 0)].flat());
    const xref = Buffer.concat([
      Buffer.from(`3 0 obj\n<< /Type /XRef /Size 4 /Root 1 0 R /W [1 3 1] /Length ${entries.length} >>\nstream\n`),
      entries,
      Buffer.from(`\nendstream\nendobj\nstartxref\n${xrefAt}\n%%EOF\n`),
    ]);
    return new Uint8Array(Buffer.concat([header, objectStream, xref]));
  }

  async function encryptedPdf(): Promise<Uint8Array> {
    const document = await PDFDocument.create();
    document.addPage();
    document.encrypt({ userPassword: 'u', ownerPassword: 'o' });
    return document.save({ useObjectStreams: false });
  }
});

describe('what anybody may read', () => {
  test('GET /v1/records/{documentId}: who sealed it, when, and whether it stands', async () => {
    const { status, body } = await get(`/v1/records/${documentId}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      documentId,
      status: 'standing',
      sealedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      agency: { code: 'HZ-1', name: 'Hangzhou Testing' },
      seal: { sealId: agency.sealId, kind: 'official', status: 'active' },
      anchor: { ledger: chain.network.ledger },
    });
    for (const unknown of ['0'.repeat(32), 'x', '..%2f..%2fetc']) {
      expect(await get(`/v1/records/${unknown}`)).toMatchObject({ status: 404, body: { code: 'document-not-found' } });
    }
  });

  test('GET /v1/documents/{documentId}/receipt: the receipt as it stands in the file', async () => {
    const { body } = await get(`/v1/documents/${documentId}/receipt`);
    expect(body).toMatchObject({ version: 1, chainId: 31337, ledger: chain.network.ledger, leafCount: 1, path: [] });
  });

  test('the registry and the network file', async () => {
    expect((await get('/v1/agencies')).body).toMatchObject({ agencies: [{ agencyId: agency.agencyId, code: 'HZ-1' }] });
    expect((await get('/v1/seals')).body).toMatchObject({ seals: [{ sealId: agency.sealId, status: 'active', epoch: 1 }] });
    expect((await get(`/v1/seals?agency=0x${'00'.repeat(32)}`)).body).toMatchObject({ seals: [] });
    expect(await get('/v1/seals?agency=me')).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    expect((await get(`/v1/seals/${agency.sealId}`)).body).toMatchObject({
      sealId: agency.sealId,
      epochs: [{ epoch: 1, status: 'active' }],
      keys: [{ version: 1 }],
    });
    expect(await get(`/v1/seals/0x${'00'.repeat(32)}`)).toMatchObject({ status: 404, body: { code: 'seal-not-found' } });
    expect((await get('/v1/network')).body).toEqual(chain.network);
    expect((await get('/network.json')).body).toEqual(chain.network);
  });

  test('health, and readiness to seal', async () => {
    expect((await get('/healthz')).body).toEqual({ status: 'ok' });
    expect((await get('/readyz')).body).toMatchObject({ status: 'ok' });
  });

  test('names of later issues, and everything else, are not there', async () => {
    for (const path of ['/metrics', '/docs', '/v1/openapi.json', '/v1/nothing', '/.env', '/v1/documents']) {
      const { status, headers, body } = await get(path);
      expect({ path, status, code: body['code'] }).toEqual({ path, status: 404, code: 'not-found' });
      expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    }
  });

  test('every answer carries strict headers', async () => {
    const { headers } = await get('/healthz');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data: blob:;connect-src 'self';font-src 'self';" +
        "worker-src 'self' blob:;frame-ancestors 'none';base-uri 'none';form-action 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('POST /rpc', () => {
  const rpc = async (body: unknown) => {
    const response = await fetch(`${service.url}/rpc`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as { error?: { code: number } } };
  };
  const call = (method: string, ...params: unknown[]) => ({ jsonrpc: '2.0', id: 1, method, params });

  test("is enough for a reader to see what the chain's node says", async () => {
    const through = await createLedgerReader(chain.network, { rpcUrls: [`${service.url}/rpc`] }).snapshot();
    const direct = await createLedgerReader(chain.network).snapshot();
    expect(await through.seal(agency.sealId)).toEqual(await direct.seal(agency.sealId));
    expect(await through.agencies()).toEqual(await direct.agencies());
  });

  test('answers a batch in its order, also with one id twice', async () => {
    const { body } = await rpc([call('eth_chainId'), call('eth_blockNumber'), call('eth_nothing')]);
    expect(body).toMatchObject([
      { id: 1, result: '0x7a69' },
      { id: 1, result: expect.any(String) },
      { id: 1, error: { code: -32601 } },
    ]);
    const provider = new JsonRpcProvider(`${service.url}/rpc`);
    const [network, block] = await Promise.all([provider.getNetwork(), provider.getBlock(0)]);
    expect(network.chainId).toBe(31337n);
    expect(block?.hash).toBe(chain.network.genesis);
    provider.destroy();
  });

  test.each([
    'eth_sendRawTransaction',
    'eth_sendTransaction',
    'eth_getBalance',
    'hardhat_reset',
    'evm_mine',
    'debug_traceCall',
    'eth_accounts',
  ])('%s is not known', async (method) => {
    expect((await rpc(call(method))).body).toMatchObject({ id: 1, error: { code: -32601 } });
  });

  const { registry, ledger } = { registry: () => chain.network.registry, ledger: () => chain.network.ledger };
  const REFUSED: readonly { what: string; make: () => unknown; code: number }[] = [
    {
      what: 'a call to another contract',
      make: () => call('eth_call', { to: chain.network.accessManager, data: '0x' }, 'latest'),
      code: -32602,
    },
    { what: 'a call without a contract', make: () => call('eth_call', { data: '0x6000' }, 'latest'), code: -32602 },
    {
      what: 'a call in the name of an account',
      make: () => call('eth_call', { to: registry(), from: registry(), data: '0x' }, 'latest'),
      code: -32602,
    },
    {
      what: 'a call in a made-up state',
      make: () => call('eth_call', { to: registry(), data: '0x' }, 'latest', {}),
      code: -32602,
    },
    { what: 'logs of everybody', make: () => call('eth_getLogs', { fromBlock: '0x0' }), code: -32602 },
    {
      what: 'logs of another contract',
      make: () => call('eth_getLogs', { address: [ledger(), chain.network.accessManager] }),
      code: -32602,
    },
    { what: 'blocks with all transactions', make: () => call('eth_getBlockByNumber', 'latest', true), code: -32602 },
    { what: 'an empty batch', make: () => [], code: -32600 },
    { what: 'a batch beyond measure', make: () => Array.from({ length: 101 }, () => call('eth_chainId')), code: -32600 },
    { what: 'what is no call', make: () => 7, code: 0 },
  ];
  test.each(REFUSED)('refuses $what', async ({ make, code }) => {
    const { status, body } = await rpc(make());
    if (code === 0) expect({ status, body }).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    else expect(body.error?.code).toBe(code);
  });

  test('refuses a body beyond measure', async () => {
    const answer = await rpc(call('eth_call', { to: registry(), data: `0x${'00'.repeat(200_000)}` }, 'latest'));
    expect(answer).toMatchObject({ status: 413, body: { code: 'request-too-large' } });
  });
});
