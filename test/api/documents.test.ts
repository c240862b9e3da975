import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRegistryWriter } from '../../src/ledger/write/ethers-writer.ts';
import type { Service } from '../../src/main/service.ts';
import { startTestChain, type TestChain } from '../support/chain.ts';
import { sharedFolder } from '../support/folders.ts';
import { samplePdf } from '../support/sample-pdf.ts';
import { enrolSealingAgency, type SealingAgency } from '../support/sealing-agency.ts';
import { PASSPHRASE } from '../support/sealing-stage.ts';
import { bearer, downloadPdf, postDocument, sealingForm, startTestService } from '../support/service.ts';

const folder = sharedFolder();
let chain: TestChain;
let service: Service;
let agency: SealingAgency;
let other: SealingAgency;

beforeAll(async () => {
  chain = await startTestChain();
  const custody = { data: folder, passphrase: PASSPHRASE };
  agency = await enrolSealingAgency(chain, { code: 'HZ-1', name: '杭州市测试局' }, custody);
  other = await enrolSealingAgency(chain, { code: 'VN-1', name: 'Sở Tư pháp' }, custody);
  service = await startTestService(chain, folder);
});
afterAll(async () => {
  await service.close();
  await chain.stop();
});

const get = (path: string, as?: SealingAgency) => fetch(`${service.url}${path}`, as && { headers: bearer(as) });
const newestBlock = () => chain.rpc('eth_blockNumber');

async function verify(file: Uint8Array) {
  const response = await fetch(`${service.url}/v1/verifications`, {
    method: 'POST',
    headers: { 'content-type': 'application/pdf' },
    body: new Uint8Array(file),
  });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown> & { seals: Record<string, unknown>[] },
  };
}

async function expectProblem(response: Response, status: number, code: string) {
  const body = (await response.json()) as Record<string, unknown>;
  expect({ status: response.status, code: body['code'] }).toEqual({ status, code });
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
  return body;
}

describe('POST /v1/documents', () => {
  test('seals: 201 with the record, its location and links that hold', async () => {
    const { status, headers, body } = await postDocument(service.url, agency, await samplePdf(), { fields: { type: 'licence' } });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/v1/documents/${body.documentId}`);
    expect(body).toMatchObject({
      state: 'sealed',
      agencyId: agency.agencyId,
      sealId: agency.sealId,
      documentType: 'licence',
      record: { documentId: body.documentId, sealId: agency.sealId, documentType: 'licence' },
      anchor: { chainId: 31337, ledger: chain.network.ledger, leafCount: 1 },
    });
    const links = body['links'] as Record<string, string>;
    for (const link of [links['self'], links['pdf'], links['receipt'], links['record']]) {
      expect((await get(String(link), agency)).status, link).toBe(200);
    }
    const report = await verify(await downloadPdf(service.url, agency, body.documentId));
    expect(report.body).toMatchObject({ indication: 'TOTAL-PASSED', seals: [{ agency: { name: '杭州市测试局' } }] });
  });

  test('a second agency counter-seals by posting the sealed file; both seals pass', async () => {
    const first = await postDocument(service.url, agency, await samplePdf('To be signed by both'));
    const once = await downloadPdf(service.url, agency, first.body.documentId);
    const second = await postDocument(service.url, other, once);
    expect(second.body).toMatchObject({ record: { previousLeaf: (first.body['record'] as { leaf: string }).leaf } });
    const twice = await downloadPdf(service.url, other, second.body.documentId);
    expect(twice.subarray(0, once.length)).toEqual(once);
    const { body } = await verify(twice);
    expect(body).toMatchObject({ indication: 'TOTAL-PASSED' });
    expect(body.seals.map((seal) => (seal['agency'] as { name: string }).name)).toEqual(['杭州市测试局', 'Sở Tư pháp']);
  });

  test('places the seal where it is wanted', async () => {
    const { status } = await postDocument(service.url, agency, await samplePdf(), {
      fields: { placement: JSON.stringify({ page: 1, x: 20, y: 20 }) },
    });
    expect(status).toBe(201);
    const outside = await postDocument(service.url, agency, await samplePdf(), {
      fields: { placement: JSON.stringify({ page: 1, x: 190, y: 20 }) },
    });
    expect(outside).toMatchObject({ status: 422, body: { code: 'placement-outside-page' } });
  });

  test('answers 202 when it shall not wait, and the document is sealed all the same', async () => {
    const { status, headers, body } = await postDocument(service.url, agency, await samplePdf(), {
      headers: { prefer: 'wait=0' },
    });
    expect(status).toBe(202);
    expect(body['state']).toMatch(/^(received|signed)$/);
    const location = String(headers.get('location'));
    await expect
      .poll(async () => ((await (await get(location, agency)).json()) as { state: string }).state, { timeout: 20_000 })
      .toBe('sealed');
  });

  test('does not hand out what is not anchored', async () => {
    const { body } = await postDocument(service.url, agency, 'no PDF at all');
    await expectProblem(await get(`/v1/documents/${body.documentId}/pdf`, agency), 409, 'document-not-sealed');
    await expectProblem(await get(`/v1/documents/${body.documentId}/receipt`), 404, 'document-not-found');
    await expectProblem(await get(`/v1/records/${body.documentId}`), 404, 'document-not-found');
  });

  test('says everything at once that stands against sealing a file', async () => {
    const { status, body } = await postDocument(service.url, agency, 'no PDF at all');
    expect({ status, code: body['code'] }).toEqual({ status: 422, code: 'pdf-not-sealable' });
    expect(body['findings']).toEqual([{ code: 'unreadable', message: expect.any(String) }]);
    const document = await (await get(`/v1/documents/${body.documentId}`, agency)).json();
    expect(document).toMatchObject({ state: 'failed', failure: { code: 'pdf-not-sealable' } });
  });

  const MALFORMED: readonly {
    why: string;
    status: number;
    code: string;
    fields?: Record<string, string>;
    headers?: Record<string, string>;
    file?: string;
  }[] = [
    { why: 'no file', status: 400, code: 'file-missing' },
    { why: 'an empty file', file: '', status: 400, code: 'file-missing' },
    { why: 'a seal that is no sealId', file: '%PDF', fields: { sealId: 'mine' }, status: 400, code: 'bad-request' },
    { why: 'an unknown field', file: '%PDF', fields: { colour: 'red' }, status: 400, code: 'bad-request' },
    { why: 'a type with capitals', file: '%PDF', fields: { type: 'Licence' }, status: 400, code: 'bad-request' },
    { why: 'a placement that is no JSON', file: '%PDF', fields: { placement: '1,2' }, status: 400, code: 'bad-request' },
    {
      why: 'a placement before the first page',
      file: '%PDF',
      fields: { placement: '{"page":0,"x":1,"y":1}' },
      status: 400,
      code: 'bad-request',
    },
    {
      why: 'metadata, which has no meaning yet',
      file: '%PDF',
      fields: { metadata: '{}' },
      status: 422,
      code: 'metadata-not-supported',
    },
    {
      why: 'an idempotency key with a space',
      file: '%PDF',
      headers: { 'idempotency-key': 'a b' },
      status: 400,
      code: 'bad-request',
    },
    {
      why: 'a seal that the registry does not know',
      file: '%PDF',
      fields: { sealId: `0x${'00'.repeat(32)}` },
      status: 404,
      code: 'seal-not-found',
    },
  ];
  test.each(MALFORMED)('refuses $why', async ({ file, fields = {}, headers = {}, status, code }) => {
    const answer = await postDocument(service.url, agency, file, { fields, headers });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  test('refuses a body that is no form', async () => {
    const post = (body: string, type: string) =>
      fetch(`${service.url}/v1/documents`, { method: 'POST', headers: { ...bearer(agency), 'content-type': type }, body });
    await expectProblem(await post('%PDF', 'application/pdf'), 415, 'unsupported-media-type');
    await expectProblem(await post('x', 'multipart/form-data'), 400, 'malformed-multipart');
    await expectProblem(
      await post('--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n%PDF', 'multipart/form-data; boundary=b'),
      400,
      'malformed-multipart',
    );
  });
});

describe('who may', () => {
  test('without a key nobody, with an unknown key nobody, and nothing of it reaches the chain', async () => {
    const before = await newestBlock();
    const body = async () => sealingForm(await samplePdf(), { sealId: agency.sealId });
    const post = async (headers: Record<string, string>) =>
      fetch(`${service.url}/v1/documents`, { method: 'POST', headers, body: await body() });
    const missing = await post({});
    expect(missing.headers.get('www-authenticate')).toBe('Bearer');
    await expectProblem(missing, 401, 'api-key-missing');
    await expectProblem(await post({ authorization: `Bearer ${agency.apiKey.slice(0, -1)}_` }), 401, 'api-key-unknown');
    await expectProblem(await post({ authorization: `Basic ${agency.apiKey}` }), 401, 'api-key-missing');
    expect(await newestBlock()).toBe(before);
  });

  test("another agency's seal is refused, and nothing of it reaches the chain", async () => {
    const before = await newestBlock();
    const answer = await postDocument(service.url, agency, await samplePdf(), { fields: { sealId: other.sealId } });
    expect(answer).toMatchObject({ status: 403, body: { code: 'seal-of-another-agency' } });
    expect(await newestBlock()).toBe(before);
  });

  test("another agency's document is none", async () => {
    const { body } = await postDocument(service.url, agency, await samplePdf());
    for (const path of ['', '/pdf']) {
      await expectProblem(await get(`/v1/documents/${body.documentId}${path}`, other), 404, 'document-not-found');
      await expectProblem(await get(`/v1/documents/${body.documentId}${path}`), 401, 'api-key-missing');
    }
    const revoke = await fetch(`${service.url}/v1/documents/${body.documentId}/revocation`, {
      method: 'POST',
      headers: { ...bearer(other), 'content-type': 'application/json' },
      body: '{"reason":"fraud"}',
    });
    await expectProblem(revoke, 404, 'document-not-found');
  });

  test('a suspended seal is refused', async () => {
    const third = await enrolSealingAgency(chain, { code: 'S-1', name: 'Suspended' }, { data: folder, passphrase: PASSPHRASE });
    await createRegistryWriter(chain.network, chain.keys.registrar).suspendSeal(third.sealId);
    const answer = await postDocument(service.url, third, await samplePdf());
    expect(answer).toMatchObject({ status: 409, body: { code: 'seal-not-active', status: 409 } });
  });
});

describe('Idempotency-Key', () => {
  test('the same request is the same document, also at once', async () => {
    const file = await samplePdf('once');
    const post = () => postDocument(service.url, agency, file, { headers: { 'idempotency-key': 'letter-1' } });
    const [a, b] = await Promise.all([post(), post()]);
    const c = await post();
    expect([a.status, b.status, c.status]).toEqual([201, 201, 201]);
    expect(new Set([a, b, c].map(({ body }) => body.documentId)).size).toBe(1);
  });

  test('other content under the same key is refused; another agency may use it', async () => {
    const post = async (as: SealingAgency, text: string) =>
      postDocument(service.url, as, await samplePdf(text), { headers: { 'idempotency-key': 'letter-2' } });
    expect((await post(agency, 'a')).status).toBe(201);
    expect(await post(agency, 'b')).toMatchObject({ status: 409, body: { code: 'idempotency-key-reused' } });
    expect((await post(other, 'b')).status).toBe(201);
  });
});

describe('POST /v1/documents/{documentId}/revocation', () => {
  const revoke = (documentId: string, body: unknown, type = 'application/json') =>
    fetch(`${service.url}/v1/documents/${documentId}/revocation`, {
      method: 'POST',
      headers: { ...bearer(agency), 'content-type': type },
      body: JSON.stringify(body),
    });

  test('withdraws the document, names its replacement, and the verdict follows; the first one stands', async () => {
    const { body: old } = await postDocument(service.url, agency, await samplePdf('with a mistake'));
    const { body: replacement } = await postDocument(service.url, agency, await samplePdf('without'));
    const wanted = { reason: 'superseded', replacement: replacement.documentId };
    const response = await revoke(old.documentId, wanted);
    expect(response.status).toBe(200);
    const revocation = await response.json();
    expect(revocation).toEqual({ documentId: old.documentId, ...wanted, revokedAt: expect.stringMatching(/Z$/) });

    const record = await (await get(`/v1/records/${old.documentId}`)).json();
    expect(record).toMatchObject({ status: 'revoked', revocation: wanted });
    const { body: report } = await verify(await downloadPdf(service.url, agency, old.documentId));
    expect(report).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'DOCUMENT_REVOKED' });

    expect(await (await revoke(old.documentId, { reason: 'fraud' })).json()).toEqual(revocation);
  });

  test('refuses what it cannot do', async () => {
    const { body } = await postDocument(service.url, agency, await samplePdf());
    await expectProblem(await revoke(body.documentId, { reason: 'boredom' }), 400, 'bad-request');
    await expectProblem(await revoke(body.documentId, { reason: 'fraud', extra: 1 }), 400, 'bad-request');
    await expectProblem(await revoke(body.documentId, { reason: 'fraud' }, 'text/plain'), 415, 'unsupported-media-type');
    await expectProblem(
      await revoke(body.documentId, { reason: 'superseded', replacement: '0'.repeat(32) }),
      422,
      'replacement-not-found',
    );
    await expectProblem(await revoke('0'.repeat(32), { reason: 'fraud' }), 404, 'document-not-found');
  });
});
