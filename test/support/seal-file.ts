import { randomBytes } from 'node:crypto';
import { sha256 } from '#sha256';
import { drawQrBlock } from '../../src/appearance/draw-qr-block.ts';
import { type Place, placeSeal } from '../../src/appearance/place.ts';
import { buildSignedData } from '../../src/cms/build-signed-data.ts';
import { embedReceipt } from '../../src/cms/embed-receipt.ts';
import { leafOf } from '../../src/merkle/leaf.ts';
import { type Digest, type DocumentId, type Leaf, toHex, ZERO_DIGEST } from '../../src/model/identifiers.ts';
import type { Receipt } from '../../src/model/receipt.ts';
import type { SealingRecord } from '../../src/model/sealing-record.ts';
import type { VectorForm } from '../../src/model/vector-form.ts';
import { appendSignature } from '../../src/pdf/append/append-signature.ts';
import { fillContents } from '../../src/pdf/append/fill-contents.ts';
import { pageAreas } from '../../src/pdf/intake/page-areas.ts';
import { readPdf } from '../../src/pdf/read/pdf.ts';
import type { TestChain } from './chain.ts';
import { foreignCms } from './foreign-cms.ts';
import { anchorLeaves, type TestSeal } from './test-seal.ts';

/** Where a specially made file departs from a proper one. */
export interface Variation {
  readonly record?: Partial<SealingRecord>;
  /** In the signature dictionary; the record's where absent. */
  readonly dictionaryDocumentId?: DocumentId;
  readonly fieldName?: string;
  readonly mark?: VectorForm;
  readonly qr?: VectorForm;
  readonly place?: Place;
  /** Makes the signature value; the certificate's own key where absent. */
  readonly sign?: (signedAttributes: Uint8Array) => Promise<Uint8Array>;
  readonly signedAt?: Date;
}

/** Sealed but for its receipt. */
export interface SignedFile {
  readonly bytes: Uint8Array;
  /** The gap in the ByteRange, delimiters included. */
  readonly contents: { readonly start: number; readonly end: number };
  readonly cms: Uint8Array;
  readonly record: SealingRecord;
  readonly leaf: Leaf;
}

export interface SealedFile extends SignedFile {
  readonly receipt: Receipt;
}

/** One step at a time what the service does in one go, so that a test can depart from it anywhere. */
export async function signFile(file: Uint8Array, seal: TestSeal, variation: Variation = {}): Promise<SignedFile> {
  const documentId = variation.record?.documentId ?? (randomBytes(16).toString('hex') as DocumentId);
  const pdf = readPdf(file);
  const { mark = seal.mark, qr = drawQrBlock(`https://seals.example/r/${documentId}`) } = variation;
  const { bytes, byteRange, contents } = appendSignature(pdf, {
    documentId: variation.dictionaryDocumentId ?? documentId,
    fieldName: variation.fieldName ?? `Seal-${documentId}`,
    mark,
    qr,
    signedAt: variation.signedAt ?? new Date(),
    ...(variation.place ?? placeSeal(pageAreas(pdf), mark, qr)),
  });
  const [start, first, second, length] = byteRange;
  const record: SealingRecord = {
    version: 1,
    documentId,
    documentDigest: toHex(await sha256([bytes.subarray(start, first), bytes.subarray(second, second + length)])) as Digest,
    sealId: seal.sealId,
    documentType: 'generic',
    validUntil: 0,
    previousLeaf: ZERO_DIGEST,
    approvalDigest: ZERO_DIGEST,
    metadataRoot: ZERO_DIGEST,
    ...variation.record,
  };
  const { certificate, sign } = seal.key;
  const cms = await buildSignedData({ record, certificate: certificate.der, sign: variation.sign ?? sign });
  fillContents(bytes, contents, cms);
  return { bytes, contents, cms, record, leaf: leafOf(record) };
}

/** The same file with another CMS in its `/Contents`. */
export function withCms({ bytes, contents }: SignedFile, cms: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  fillContents(copy, contents, cms);
  return copy;
}

export const withReceipt = (file: SignedFile, receipt: Receipt): Uint8Array => withCms(file, embedReceipt(file.cms, receipt));

/** A properly sealed file, but for what `variation` says. */
export async function sealFile(
  chain: TestChain,
  file: Uint8Array,
  seal: TestSeal,
  variation: Variation = {},
): Promise<SealedFile> {
  const signed = await signFile(file, seal, variation);
  const [receipt] = await anchorLeaves(chain, seal, [signed.leaf]);
  if (!receipt) throw new Error('no receipt');
  return { ...signed, receipt, bytes: withReceipt(signed, receipt) };
}

/** A square: as good a drawing as any where nobody looks at it. */
export const PLAIN_FORM: VectorForm = { content: new TextEncoder().encode('0 0 20 20 re f\n'), width: 20, height: 20 };

/** A file signed by somebody else's program, without a sealing record. */
export async function signForeign(file: Uint8Array, signer: string): Promise<Uint8Array> {
  const pdf = readPdf(file);
  const { bytes, byteRange, contents } = appendSignature(pdf, {
    documentId: '00'.repeat(16) as DocumentId,
    fieldName: `Signature of ${signer}`,
    mark: PLAIN_FORM,
    qr: PLAIN_FORM,
    signedAt: new Date(),
    page: 0,
    rect: [20, 20, 70, 40],
  });
  const [start, first, second, length] = byteRange;
  const ranges = [bytes.subarray(start, first), bytes.subarray(second, second + length)];
  fillContents(bytes, contents, await foreignCms(ranges, signer));
  return bytes;
}
