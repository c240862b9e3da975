import { randomBytes } from 'node:crypto';
import { PDFDocument, PDFName, PDFString } from 'pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { drawMark } from '../../src/appearance/draw-mark.ts';
import { embedReceipt } from '../../src/cms/embed-receipt.ts';
import { openFileCustody } from '../../src/custody/file-custody.ts';
import type { Custody } from '../../src/custody/port.ts';
import { storeSeal } from '../../src/custody/seal-folder.ts';
import { createSealKey } from '../../src/custody/seal-key.ts';
import { type Address, type Digest, type DocumentId, type SealId, ZERO_DIGEST } from '../../src/model/identifiers.ts';
import type { Receipt } from '../../src/model/receipt.ts';
import { fillContents } from '../../src/pdf/append/fill-contents.ts';
import { readPdf } from '../../src/pdf/read/pdf.ts';
import { readSignatures } from '../../src/pdf/read/signatures.ts';
import { embedReceiptInPdf } from '../../src/sealing/embed-receipt-in-pdf.ts';
import { type SignedDocument, signDocument } from '../../src/sealing/sign-document.ts';
import { sharedFolder } from '../support/folders.ts';
import { samplePdf } from '../support/sample-pdf.ts';

const SEAL = `0x${'5e'.repeat(32)}` as SealId;
const RECEIPT: Receipt = {
  version: 1,
  chainId: 31337,
  ledger: `0x${'1e'.repeat(20)}` as Address,
  root: ZERO_DIGEST as string as Receipt['root'],
  leafCount: 1,
  path: [],
  transaction: `0x${'7a'.repeat(32)}` as Digest,
  block: 9,
};

const folder = sharedFolder();
let custody: Custody;

beforeAll(async () => {
  const { p12 } = await createSealKey({ algorithm: 'P-256', commonName: 'Agency', passphrase: 'p' });
  const mark = drawMark({ agencyName: 'Agency', kind: 'official', physicalCode: '1' }).content;
  await storeSeal(folder, SEAL, { p12, mark });
  custody = openFileCustody(folder, 'p');
});

const sign = (file: Uint8Array, more: { custody?: Custody } = {}) =>
  signDocument(
    { documentId: randomBytes(16).toString('hex') as DocumentId, sealId: SEAL, file, documentType: 'generic' },
    { custody, publicUrl: 'https://seal.example', now: () => new Date('2026-01-02T03:04:05Z'), ...more },
  );

const finished = ({ bytes, contents, cms }: SignedDocument) => embedReceiptInPdf(bytes, contents, cms, RECEIPT);

/** An incremental update by hand that changes what page 1 draws. */
function withChangedPage(file: Uint8Array): Uint8Array {
  const pdf = readPdf(file);
  const page = pdf.pages()[0];
  if (!page) throw new Error('no page');
  const dict = new TextDecoder('latin1').decode(file.subarray(page.dict.start, page.dict.end)).replace(/\/Rotate \d+/, '');
  const object = `${page.ref.number} 0 obj\n${dict.replace(/^<</, '<< /Rotate 90 ')}\nendobj\n`;
  const xref = `xref\n${page.ref.number} 1\n${String(file.length).padStart(10, '0')} 00000 n \n`;
  const trailer = `trailer\n<< /Size ${Math.max(...pdf.xref.keys()) + 1} /Root ${pdf.rootRef.number} 0 R /Prev ${pdf.startxref} >>\n`;
  const text = `${object}${xref}${trailer}startxref\n${file.length + object.length}\n%%EOF\n`;
  return Uint8Array.of(...file, ...new TextEncoder().encode(text));
}

describe('a signed document', () => {
  test('keeps the original as a prefix and differs from its finished form in /Contents alone', async () => {
    const file = await samplePdf();
    const signed = await sign(file);
    expect(signed.bytes.subarray(0, file.length)).toEqual(file);
    const sealed = finished(signed);
    const { start, end } = signed.contents;
    expect(sealed.length).toBe(signed.bytes.length);
    expect(sealed.subarray(0, start)).toEqual(signed.bytes.subarray(0, start));
    expect(sealed.subarray(end)).toEqual(signed.bytes.subarray(end));
  });

  test('names its documentId in record, dictionary and field, and claims the time of signing', async () => {
    const { documentId, record, bytes } = await sign(await samplePdf());
    expect(record).toMatchObject({ documentId, sealId: SEAL, documentType: 'generic', previousLeaf: ZERO_DIGEST });
    expect(readSignatures(readPdf(bytes))[0]).toMatchObject({
      documentId,
      name: `Seal-${documentId}`,
      claimedTime: 'D:20260102030405Z',
      coverage: 'entire-file',
    });
  });

  test('over an earlier seal names the leaf of that one', async () => {
    const first = await sign(await samplePdf());
    const second = await sign(finished(first));
    const third = await sign(finished(second));
    expect(second.record.previousLeaf).toBe(first.leaf);
    expect(third.record.previousLeaf).toBe(second.leaf);
  });
});

describe('is not made', () => {
  test('of a file with dangerous content: everything is said at once', async () => {
    const document = await PDFDocument.load(await samplePdf());
    const script = document.context.obj({ S: PDFName.of('JavaScript'), JS: PDFString.of('app.alert(1)') });
    document.catalog.set(PDFName.of('OpenAction'), script);
    document.catalog.set(PDFName.of('Collection'), document.context.obj({}));
    const refusal = sign(await document.save({ useObjectStreams: false }));
    await expect(refusal).rejects.toMatchObject({ code: 'pdf-not-sealable' });
    const { details } = (await refusal.catch((error: unknown) => error)) as { details: { findings: { code: string }[] } };
    expect(details.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['javascript', 'automatic-action', 'portfolio']),
    );
  });

  test.each([
    ['text', 'Dear all'],
    ['junk before the header', 'junk%PDF-1.7'],
    ['a truncated file', undefined],
  ])('of %s', async (_what, text) => {
    const file = text === undefined ? (await samplePdf()).subarray(0, 700) : new TextEncoder().encode(text);
    await expect(sign(file)).rejects.toMatchObject({
      code: 'pdf-not-sealable',
      details: { findings: [{ code: 'unreadable' }] },
    });
  });

  test('over a seal that has no receipt yet', async () => {
    const { bytes } = await sign(await samplePdf());
    await expect(sign(bytes)).rejects.toMatchObject({ code: 'earlier-seal-unfinished' });
  });

  test('over a seal whose file was changed in place', async () => {
    const sealed = finished(await sign(await samplePdf('Pay 100')));
    // The first line of a PDF's body is a comment: every reader passes over it, the digest does not.
    const comment = sealed.indexOf(0x25, 5);
    sealed[comment + 1] = (sealed[comment + 1] ?? 0) ^ 1;
    await expect(sign(sealed)).rejects.toMatchObject({ code: 'earlier-seal-broken' });
  });

  test('over a seal whose CMS is damaged', async () => {
    const signed = await sign(await samplePdf());
    const cms = embedReceipt(signed.cms, RECEIPT);
    cms[40] = (cms[40] ?? 0) ^ 1;
    const sealed = Uint8Array.from(signed.bytes);
    fillContents(sealed, signed.contents, cms);
    await expect(sign(sealed)).rejects.toMatchObject({ code: 'earlier-seal-broken' });
  });

  test('over a seal after which the page was turned', async () => {
    const changed = withChangedPage(finished(await sign(await samplePdf())));
    await expect(sign(changed)).rejects.toMatchObject({ code: 'changed-after-seal' });
  });

  test('where custody signs another record than the one it was given', async () => {
    const confused: Custody = {
      ...custody,
      signSealing: (record) => custody.signSealing({ ...record, documentType: 'other' }),
    };
    await expect(sign(await samplePdf(), { custody: confused })).rejects.toMatchObject({ code: 'self-check-failed' });
  });
});
