import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLedgerReader } from '../../src/ledger/read/ethers-reader.ts';
import { createRegistryWriter } from '../../src/ledger/write/ethers-writer.ts';
import { Unavailable } from '../../src/model/errors.ts';
import type { DocumentId, SealId } from '../../src/model/identifiers.ts';
import type { Receipt } from '../../src/model/receipt.ts';
import type { Conclusion } from '../../src/model/report.ts';
import type { ReceiptSource } from '../../src/verification/receipt-source.ts';
import { verifyDocument } from '../../src/verification/verify-document.ts';
import { replaceFirstPage } from '../support/change-file.ts';
import { type SealedFile, sealFile, signFile, signForeign, withCms, withReceipt } from '../support/seal-file.ts';
import {
  anchorLeaves,
  createTestKey,
  issueTestSeal,
  revokeTestDocument,
  rotateTestSeal,
  type TestSeal,
} from '../support/test-seal.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

const verify = (bytes: Uint8Array, more: { receipts?: ReceiptSource; now?: Date } = {}) =>
  verifyDocument(bytes, { ...stage.environment, ...more });

const verdictOf = ({ indication, subIndication }: Conclusion): string =>
  subIndication ? `${indication} / ${subIndication}` : indication;

describe('a file that cannot be read', () => {
  const text = (words: string) => new TextEncoder().encode(words);
  test.each([
    ['nothing', () => text('')],
    ['text', () => text('Dear Sir or Madam')],
    ['a header alone', () => text('%PDF-1.7\n')],
    ['a PDF cut off in its middle', () => stage.pdf.subarray(0, stage.pdf.length / 2)],
    ['a PDF behind junk', () => Uint8Array.from([10, ...stage.pdf])],
    ['a PDF with a page tree that is not there', () => text(PDF_WITHOUT_PAGES)],
  ])('%s: a report with the reason, never a throw', async (_, bytes) => {
    const report = await verify(bytes());
    expect(verdictOf(report)).toMatch(/^TOTAL-FAILED \/ (FORMAT_FAILURE|NO_SEAL_FOUND)$/);
    expect(report.seals).toEqual([]);
  });

  test('the reason names the place', async () => {
    const report = await verify(text('Dear Sir or Madam'));
    expect(report).toMatchObject({ subIndication: 'FORMAT_FAILURE', reason: expect.stringMatching(/\(byte \d+\)/) });
  });

  const PDF_WITHOUT_PAGES =
    '%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<< /Size 2 /Root 1 0 R >>\nstartxref\n58\n%%EOF\n';
});

describe('a file without a seal of ours', () => {
  test('an unsealed file has no seal', async () => {
    expect(await verify(stage.pdf)).toEqual({
      indication: 'TOTAL-FAILED',
      subIndication: 'NO_SEAL_FOUND',
      seals: [],
      signatures: [],
      notices: [],
    });
  });

  test("somebody else's signature is listed, not judged", async () => {
    const report = await verify(await signForeign(stage.pdf, 'Somebody'));
    expect(verdictOf(report)).toBe('TOTAL-FAILED / NO_SEAL_FOUND');
    expect(report.signatures).toEqual([
      {
        field: 'Signature of Somebody',
        signer: 'Somebody',
        coverage: 'entire-file',
        laterChanges: 'none',
        integrity: 'intact',
      },
    ]);
  });

  test("changes after somebody else's signature are listed with it", async () => {
    const signed = await signForeign(stage.pdf, 'Somebody');
    const report = await verify(replaceFirstPage(signed, '0 0 m 100 100 l S'));
    expect(report.signatures).toMatchObject([{ coverage: 'entire-revision', laterChanges: 'forbidden', integrity: 'intact' }]);
  });

  test("somebody else's signature before the first seal does not count", async () => {
    const signed = await signForeign(stage.pdf, 'Somebody');
    const { bytes } = await sealFile(stage.chain, signed, stage.seal);
    const report = await verify(bytes);
    expect(verdictOf(report)).toBe('TOTAL-PASSED');
    expect(report.signatures).toMatchObject([{ signer: 'Somebody', laterChanges: 'permitted' }]);
  });
});

describe('two agencies sealed', () => {
  let first: SealedFile;
  let second: SealedFile;
  let counter: TestSeal;
  beforeAll(async () => {
    counter = await issueTestSeal(stage.chain, { agencyName: '杭州市余杭区人民政府' });
    first = await sealFile(stage.chain, stage.pdf, stage.seal);
    second = await sealFile(stage.chain, first.bytes, counter, { record: { previousLeaf: first.leaf } });
  });

  test('both pass, each with its own agency from the registry', async () => {
    const report = await verify(second.bytes);
    expect(verdictOf(report)).toBe('TOTAL-PASSED');
    expect(report.seals).toMatchObject([
      { agency: { name: stage.seal.agencyName }, coverage: 'entire-revision', laterChanges: 'permitted' },
      { agency: { name: '杭州市余杭区人民政府' }, coverage: 'entire-file', laterChanges: 'none' },
    ]);
  });

  test('the second names another preceding seal: the second fails, and with it the change after the first', async () => {
    const other = await sealFile(stage.chain, stage.pdf, stage.seal);
    const { bytes } = await sealFile(stage.chain, first.bytes, counter, { record: { previousLeaf: other.leaf } });
    expect((await verify(bytes)).seals.map(verdictOf)).toEqual([
      'TOTAL-FAILED / FORBIDDEN_CHANGE',
      'TOTAL-FAILED / RECORD_MISMATCH',
    ]);
  });

  test('cut back to the first revision, the first passes; a service that knows of the second is worth a notice', async () => {
    expect(verdictOf(await verify(first.bytes))).toBe('TOTAL-PASSED');
    const receipts = service({ successors: [[first.record.documentId, second.record.documentId]] });
    const { indication, notices } = await verify(first.bytes, { receipts });
    expect(indication).toBe('TOTAL-PASSED');
    expect(notices).toMatchObject([{ code: 'later-seal-known', documentId: first.record.documentId }]);
    expect((await verify(second.bytes, { receipts })).notices).toEqual([]);
  });

  test('a seal over another one is said to cover it', async () => {
    const place = { page: 0, rect: [300, 20, 500, 120] } as const;
    const below = await sealFile(stage.chain, stage.pdf, stage.seal, { place });
    const above = await sealFile(stage.chain, below.bytes, counter, { place, record: { previousLeaf: below.leaf } });
    const { indication, notices } = await verify(above.bytes);
    expect(indication).toBe('TOTAL-PASSED');
    expect(notices).toMatchObject([{ code: 'covers-earlier-content', documentId: above.record.documentId }]);
  });

  test('one document revoked, the other stands, and the file is as good as its worst seal', async () => {
    const mine = await sealFile(stage.chain, stage.pdf, stage.seal);
    const both = await sealFile(stage.chain, mine.bytes, counter, { record: { previousLeaf: mine.leaf } });
    await revokeTestDocument(stage.chain, counter, both.leaf, both.receipt, {
      reason: 'issued-in-error',
      replacement: second.leaf,
    });
    const report = await verify(both.bytes);
    expect(report.seals.map(verdictOf)).toEqual(['TOTAL-PASSED', 'TOTAL-FAILED / DOCUMENT_REVOKED']);
    expect(report.seals[1]?.revocation).toMatchObject({ reason: 'issued-in-error', replacement: second.leaf });
    expect(verdictOf(report)).toBe('TOTAL-FAILED / DOCUMENT_REVOKED');
  });

  test('with the chain out of reach neither is decided', async () => {
    const ledger = createLedgerReader(stage.chain.network, { rpcUrls: ['http://127.0.0.1:9'] });
    const report = await verifyDocument(second.bytes, { ...stage.environment, ledger });
    expect(report.seals.map(verdictOf)).toEqual(['INDETERMINATE / TRY_LATER', 'INDETERMINATE / TRY_LATER']);
    expect(report.seals[0]).toMatchObject({ integrity: 'intact', laterChanges: 'permitted' });
    expect(report.seals[0]).not.toHaveProperty('agency');
  });
});

describe('what became of the seal later is a notice', () => {
  const AFTERWARDS: [string, (seal: TestSeal) => Promise<unknown>][] = [
    ['seal-suspended-later', ({ sealId }) => registrar().suspendSeal(sealId)],
    ['seal-revoked-later', ({ sealId }) => registrar().revokeSeal(sealId)],
    ['seal-retired-later', ({ sealId }) => registrar().retireSeal(sealId)],
    ['seal-rotated-later', (seal) => rotateTestSeal(stage.chain, seal)],
    ['seal-suspended-later', ({ sealId }) => declareCompromisedNow(sealId)],
  ];
  const registrar = () => createRegistryWriter(stage.chain.network, stage.chain.keys.registrar);

  /** The chain's clock moves on first: the anchor is older than the compromise. */
  async function declareCompromisedNow(sealId: SealId): Promise<void> {
    await stage.chain.passTime(60);
    const snapshot = await stage.environment.ledger.snapshot();
    await createRegistryWriter(stage.chain.network, stage.chain.keys.supervisor).declareCompromise(sealId, 1, snapshot.time);
  }

  test.each(AFTERWARDS)('%s', async (code, afterwards) => {
    const seal = await issueTestSeal(stage.chain);
    const { bytes, record } = await sealFile(stage.chain, stage.pdf, seal);
    await afterwards(seal);
    const { indication, notices } = await verify(bytes);
    expect(indication).toBe('TOTAL-PASSED');
    expect(notices).toMatchObject([{ code, documentId: record.documentId }]);
  });

  test('sealed after a rotation, the new key is the right one and there is nothing to notice', async () => {
    const rotated = await rotateTestSeal(stage.chain, await issueTestSeal(stage.chain));
    const signed = await signFile(stage.pdf, rotated);
    const [receipt] = await anchorLeaves(stage.chain, rotated, [signed.leaf], { epoch: 2 });
    const { indication, notices } = await verify(withReceipt(signed, receipt as Receipt));
    expect({ indication, notices }).toEqual({ indication: 'TOTAL-PASSED', notices: [] });
  });
});

describe('time', () => {
  test('a document past its own validity passes with a notice', async () => {
    const validUntil = Date.parse('2030-01-01') / 1000;
    const { bytes } = await sealFile(stage.chain, stage.pdf, stage.seal, { record: { validUntil } });
    expect((await verify(bytes, { now: new Date('2029-12-31') })).notices).toEqual([]);
    const report = await verify(bytes, { now: new Date('2030-01-02') });
    expect(report).toMatchObject({ indication: 'TOTAL-PASSED', notices: [{ code: 'document-expired' }] });
    expect(report.seals[0]?.validUntil).toBe('2030-01-01T00:00:00Z');
  });

  test("a claimed time more than an hour from the anchor's is a notice, the anchor's counts", async () => {
    const { time } = await stage.environment.ledger.snapshot();
    const at = (seconds: number) => ({ signedAt: new Date((time + seconds) * 1000) });
    const early = await verify((await sealFile(stage.chain, stage.pdf, stage.seal, at(-7200))).bytes);
    expect(early).toMatchObject({ indication: 'TOTAL-PASSED', notices: [{ code: 'claimed-time-differs' }] });
    expect(Date.parse(early.seals[0]?.sealedAt ?? '') / 1000).toBeGreaterThanOrEqual(time);
    expect((await verify((await sealFile(stage.chain, stage.pdf, stage.seal, at(-3000))).bytes)).notices).toEqual([]);
  });
});

describe('a service that remembers', () => {
  test('gives the receipt that the file lacks', async () => {
    const sealed = await sealFile(stage.chain, stage.pdf, stage.seal);
    const receipts = service({ receipts: [[sealed.record.documentId, sealed.receipt]] });
    expect(verdictOf(await verify(withCms(sealed, sealed.cms), { receipts }))).toBe('TOTAL-PASSED');
  });

  test('is not believed', async () => {
    const sealed = await sealFile(stage.chain, stage.pdf, stage.seal);
    const other = await sealFile(stage.chain, stage.pdf, stage.seal);
    const receipts = service({ receipts: [[sealed.record.documentId, other.receipt]] });
    expect(verdictOf(await verify(withCms(sealed, sealed.cms), { receipts }))).toBe('INDETERMINATE / NO_POE');
  });

  test('out of reach, knows nothing', async () => {
    const sealed = await sealFile(stage.chain, stage.pdf, stage.seal);
    const outOfReach = () => Promise.reject(new Unavailable('service-unreachable', 'the service does not answer'));
    const receipts = { receipt: outOfReach, successor: outOfReach };
    expect(verdictOf(await verify(sealed.bytes, { receipts }))).toBe('TOTAL-PASSED');
    expect(verdictOf(await verify(withCms(sealed, sealed.cms), { receipts }))).toBe('INDETERMINATE / NO_POE');
  });
});

test('every document of a batch passes with its own path', async () => {
  const signed = await Promise.all(['one', 'two', 'three'].map(() => signFile(stage.pdf, stage.seal)));
  const receipts = await anchorLeaves(
    stage.chain,
    stage.seal,
    signed.map(({ leaf }) => leaf),
  );
  for (const [index, file] of signed.entries()) {
    expect(verdictOf(await verify(withReceipt(file, receipts[index] as Receipt)))).toBe('TOTAL-PASSED');
  }
});

test('RSA-3072 seals too', async () => {
  const seal = await issueTestSeal(stage.chain, { key: await createTestKey({ algorithm: 'RSA' }) });
  expect(verdictOf(await verify((await sealFile(stage.chain, stage.pdf, seal)).bytes))).toBe('TOTAL-PASSED');
});

/** A service with a memory of just this. */
function service(memory: {
  receipts?: readonly (readonly [DocumentId, Receipt])[];
  successors?: readonly (readonly [DocumentId, DocumentId])[];
}): ReceiptSource {
  const receipts = new Map(memory.receipts);
  const successors = new Map(memory.successors);
  return {
    receipt: async (documentId) => receipts.get(documentId),
    successor: async (documentId) => successors.get(documentId),
  };
}
