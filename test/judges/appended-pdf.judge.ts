import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '#sha256';
import { makeSample } from '../../scripts/samples/make-sample.ts';
import { drawMark } from '../../src/appearance/draw-mark.ts';
import { drawQrBlock } from '../../src/appearance/draw-qr-block.ts';
import { placeSeal, type Rectangle } from '../../src/appearance/place.ts';
import { buildSignedData } from '../../src/cms/build-signed-data.ts';
import { createSealKey } from '../../src/custody/seal-key.ts';
import { openSigningKey, type SigningKey } from '../../src/custody/signing-key.ts';
import { type Digest, type DocumentId, type SealId, toHex, ZERO_DIGEST } from '../../src/model/identifiers.ts';
import { appendSignature } from '../../src/pdf/append/append-signature.ts';
import { fillContents } from '../../src/pdf/append/fill-contents.ts';
import { pageAreas } from '../../src/pdf/intake/page-areas.ts';
import { readPdf } from '../../src/pdf/read/pdf.ts';
import { bytesOf, TWO_PAGES, writePdf } from '../support/pdf-builder.ts';

/** qpdf and poppler judge what we append. It fails where they are missing. */
const folder = mkdtempSync(join(tmpdir(), 'vermilion-judge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const IDS = ['0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba9876543210'] as DocumentId[];
const keys: SigningKey[] = [];
beforeAll(async () => {
  for (const algorithm of ['P-256', 'RSA'] as const) {
    const { p12 } = await createSealKey({ algorithm, commonName: algorithm, organization: 'Judge', passphrase: 'x' });
    keys.push(await openSigningKey(p12, 'x'));
  }
});

interface Sealed {
  readonly bytes: Uint8Array;
  readonly page: number;
  readonly rect: Rectangle;
}

/** Sealed by the key with this index; no ledger, so no receipt. */
async function seal(file: Uint8Array, index: number): Promise<Sealed> {
  const [key, documentId] = [keys[index], IDS[index]];
  if (!key || !documentId) throw new RangeError(`no key ${index}`);
  const pdf = readPdf(file);
  const mark = drawMark({ agencyName: '杭州市数据资源管理局', kind: 'official', physicalCode: '3301000012345' });
  const qr = drawQrBlock(`https://seals.example/r/${documentId}`);
  const { page, rect } = placeSeal(pageAreas(pdf), mark, qr);
  const plan = { documentId, fieldName: `Seal-${documentId}`, page, rect, mark, qr, signedAt: new Date() };
  const { bytes, byteRange, contents } = appendSignature(pdf, plan);
  const [start, first, second, length] = byteRange;
  const documentDigest = toHex(await sha256([bytes.subarray(start, first), bytes.subarray(second, second + length)])) as Digest;
  const record = {
    version: 1,
    documentId,
    documentDigest,
    sealId: ZERO_DIGEST as string as SealId,
    documentType: 'generic',
    validUntil: 0,
    previousLeaf: ZERO_DIGEST,
    approvalDigest: ZERO_DIGEST,
    metadataRoot: ZERO_DIGEST,
  } as const;
  fillContents(bytes, contents, await buildSignedData({ record, certificate: key.certificate.der, sign: key.sign }));
  return { bytes, page, rect };
}

function run(tool: string, args: readonly string[], bytes: Uint8Array): Buffer {
  const path = join(folder, 'judged.pdf');
  writeFileSync(path, bytes);
  return execFileSync(tool, [...args, path], { stdio: 'pipe', maxBuffer: 1 << 27 });
}

const RESOLUTION = 72;

/** Pixels of a page as shown, 8 bits of red, green and blue each. */
function render(bytes: Uint8Array, page: number): { width: number; height: number; pixels: Buffer } {
  const number = String(page + 1);
  const ppm = run('pdftoppm', ['-r', String(RESOLUTION), '-f', number, '-l', number, '-cropbox'], bytes);
  const header = /^P6\n(\d+) (\d+)\n255\n/.exec(ppm.toString('latin1', 0, 40));
  if (!header) throw new Error('pdftoppm made no picture');
  return { width: Number(header[1]), height: Number(header[2]), pixels: ppm.subarray(header[0].length) };
}

/** The box around what differs between two pictures of a page, in points from its lower left corner. */
function boxOfChange(before: Uint8Array, after: Uint8Array, page: number): Rectangle {
  const [a, b] = [render(before, page), render(after, page)];
  expect([b.width, b.height]).toEqual([a.width, a.height]);
  let [left, bottom, right, top] = [a.width, a.height, 0, 0];
  for (let pixel = 0; pixel < a.width * a.height; pixel++) {
    if (a.pixels.compare(b.pixels, pixel * 3, pixel * 3 + 3, pixel * 3, pixel * 3 + 3) === 0) continue;
    const [x, y] = [pixel % a.width, a.height - 1 - Math.floor(pixel / a.width)];
    [left, bottom, right, top] = [Math.min(left, x), Math.min(bottom, y), Math.max(right, x + 1), Math.max(top, y + 1)];
  }
  return [left, bottom, right, top];
}

describe.each([
  ['the sample in Chinese', () => makeSample('zh')],
  ['the sample in Vietnamese', () => makeSample('vi')],
  ['the sample in English', () => makeSample('en')],
  ['a document with a cross-reference stream', async () => bytesOf(writePdf(TWO_PAGES, { xref: 'stream' }))],
  ['a document with object streams', async () => bytesOf(writePdf(TWO_PAGES, { xref: 'stream', packed: [1, 2, 3, 4, 7] }))],
] as const)('%s, sealed and counter-sealed', (_, make) => {
  let [original, once, twice]: [Uint8Array, Sealed | undefined, Sealed | undefined] = [new Uint8Array(), undefined, undefined];
  beforeAll(async () => {
    original = await make();
    once = await seal(original, 0);
    twice = await seal(once.bytes, 1);
  });
  const sealedOnce = () => once ?? expect.fail('not sealed');
  const sealedTwice = () => twice ?? expect.fail('not counter-sealed');

  test('qpdf --check finds no error and no warning', () => {
    for (const { bytes } of [sealedOnce(), sealedTwice()]) {
      expect(run('qpdf', ['--check'], bytes).toString()).toContain('No syntax or stream encoding errors');
    }
  });

  test('pdfsig: both signatures valid, the last over the whole document', () => {
    const report = run('pdfsig', ['-nocert'], sealedTwice().bytes).toString();
    expect(report.match(/Signature is Valid\./g)).toHaveLength(2);
    expect(report.match(/ETSI\.CAdES\.detached/g)).toHaveLength(2);
    expect(report.slice(report.indexOf('Signature #2'))).toContain('Total document signed');
  });

  test('pdfsig: a changed byte breaks both', () => {
    const changed = Uint8Array.from(sealedTwice().bytes);
    changed[12] = (changed[12] ?? 0) ^ 1;
    expect(run('pdfsig', ['-nocert'], changed).toString()).not.toContain('Signature is Valid.');
  });

  test('pdftoppm: nothing of the page changes but within the seal, which is there', () => {
    const { bytes, page, rect } = sealedOnce();
    // Page 2 of the small documents is turned by 90°: its widget's width is its height as shown.
    const { cropBox, rotate } = readPdf(bytes).pages()[page] ?? expect.fail('no page');
    const [left, bottom, right, top] = rotate === 90 ? [rect[1], cropBox[2] - rect[2], rect[3], cropBox[2] - rect[0]] : rect;
    const [x1, y1, x2, y2] = boxOfChange(original, bytes, page);
    expect([x1 > left - 2, y1 > bottom - 2, x2 < right + 2, y2 < top + 2]).toEqual([true, true, true, true]);
    // The QR block's white margin does not show on a white page.
    expect([(x2 - x1) / (right - left) > 0.9, (y2 - y1) / (top - bottom) > 0.9]).toEqual([true, true]);
  });
});
