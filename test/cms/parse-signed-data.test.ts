import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readVectors } from '../../scripts/generate-vectors.ts';
import { buildSignedData } from '../../src/cms/build-signed-data.ts';
import { readCertificate } from '../../src/cms/certificate.ts';
import { CmsFormatError, type CmsFormatErrorCode } from '../../src/cms/cms-format-error.ts';
import { embedReceipt } from '../../src/cms/embed-receipt.ts';
import { parseSealSignature, type SealSignature } from '../../src/cms/parse-signed-data.ts';
import { readSignedData } from '../../src/cms/read-signed-data.ts';
import { readReceipt } from '../../src/cms/receipt-attribute.ts';
import { encodeRecord, readRecord } from '../../src/cms/record-attribute.ts';
import { encodeSignedAttributes, encodeSignedData } from '../../src/cms/signed-data.ts';
import { verifySignature } from '../../src/cms/verify-signature.ts';
import { selfSignedCertificate } from '../../src/custody/certificate.ts';
import { type DocumentId, fromHex, type Hex, type SealId, ZERO_DIGEST } from '../../src/model/identifiers.ts';
import type { Receipt } from '../../src/model/receipt.ts';
import type { SealingRecord } from '../../src/model/sealing-record.ts';
import { isoTime, LAST_TIME } from '../../src/model/time.ts';
import { at, constructed, type DerNode, fromTree, primitive, toTree } from '../support/der-tree.ts';

interface CmsVector {
  algorithm: 'P-256' | 'RSA';
  record: SealingRecord;
  receipt: Receipt;
  cms: Hex;
  cmsWithReceipt: Hex;
}
const [p256, rsa] = readVectors('cms.json') as [CmsVector, CmsVector];
const good = fromHex(p256.cmsWithReceipt);

/** Where things are in a seal's SignedData. */
const signedData = (root: DerNode) => at(root, 1, 0);
const certificates = (root: DerNode) => at(signedData(root), 3);
const signerInfo = (root: DerNode) => at(signedData(root), 4, 0);
const signedAttributes = (root: DerNode) => at(signerInfo(root), 3);
const signatureValue = (root: DerNode) => at(signerInfo(root), 5);
const unsignedAttributes = (root: DerNode) => at(signerInfo(root), 6);
const record = (root: DerNode) => at(signedAttributes(root), 3, 1, 0);
const receipt = (root: DerNode) => at(unsignedAttributes(root), 0, 1, 0);

const edited = (edit: (root: DerNode) => unknown, cms = good) => {
  const root = toTree(cms);
  edit(root);
  return fromTree(root);
};

const attribute = (oid: string, value: DerNode) =>
  constructed(0x30, primitive(0x06, Buffer.from(oid, 'hex')), constructed(0x31, value));
const SIGNING_TIME = attribute('2a864886f70d010905', primitive(0x17, Buffer.from('260101000000Z')));
const TIME_STAMP = attribute('2a864886f70d010910020e', constructed(0x30, primitive(0x04, Buffer.alloc(300))));
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function raiseS(root: DerNode) {
  const pair = toTree(signatureValue(root).bytes);
  const s = ORDER - BigInt(`0x${Buffer.from(at(pair, 1).bytes).toString('hex')}`);
  at(pair, 1).bytes = Buffer.from(s.toString(16).padStart(66, '0'), 'hex');
  signatureValue(root).bytes = fromTree(pair);
}

const MALFORMED: [what: string, cms: () => Uint8Array, code?: CmsFormatErrorCode][] = [
  ['a byte behind it', () => Uint8Array.of(...good, 0)],
  ['its last byte cut off', () => good.subarray(0, -1)],
  ['an indefinite length', () => Uint8Array.of(0x30, 0x80, ...good.subarray(4), 0, 0)],
  ['a length in more bytes than it needs', () => Uint8Array.of(0x30, 0x83, 0, ...good.subarray(2))],
  ['another content type', () => edited((root) => at(root, 0).bytes.set([3], 8))],
  ['SignedData version 3', () => edited((root) => at(signedData(root), 0).bytes.set([3]))],
  ['SignerInfo version 3', () => edited((root) => at(signerInfo(root), 0).bytes.set([3]))],
  ['a second digest algorithm', () => edited((root) => at(signedData(root), 1).children.push(at(signedData(root), 1, 0)))],
  [
    'encapsulated content',
    () => edited((root) => at(signedData(root), 2).children.push(constructed(0xa0, primitive(0x04, [1])))),
  ],
  ['two certificates', () => edited((root) => certificates(root).children.push(at(certificates(root), 0)))],
  ['no certificate', () => edited((root) => certificates(root).children.pop())],
  ['CRLs', () => edited((root) => signedData(root).children.splice(4, 0, constructed(0xa1)))],
  ['two signers', () => edited((root) => at(signedData(root), 4).children.push(signerInfo(root)))],
  ['another serial number for the signer', () => edited((root) => at(signerInfo(root), 1, 1).bytes.set([1], 4))],
  ['parameters with SHA-256', () => edited((root) => addNull(at(signedData(root), 1, 0), at(signerInfo(root), 2)))],
  ['parameters with ecdsa-with-SHA256', () => edited((root) => addNull(at(signerInfo(root), 4)))],
  [
    'RSA as the algorithm of a P-256 key',
    () => edited((root) => copy(at(toTree(fromHex(rsa.cms)), 1, 0, 4, 0, 4), at(signerInfo(root), 4))),
  ],
  ['signed attributes out of order', () => edited((root) => signedAttributes(root).children.reverse())],
  ['a fifth signed attribute', () => edited((root) => signedAttributes(root).children.splice(1, 0, SIGNING_TIME))],
  ['no contentType', () => edited((root) => signedAttributes(root).children.shift())],
  ['no messageDigest', () => edited((root) => signedAttributes(root).children.splice(1, 1))],
  ['no signing-certificate-v2', () => edited((root) => signedAttributes(root).children.splice(2, 1))],
  ['two records', () => edited((root) => signedAttributes(root).children.push(at(signedAttributes(root), 3)))],
  ['a record of two values', () => edited((root) => at(signedAttributes(root), 3, 1).children.push(record(root)))],
  ['a messageDigest of 31 bytes', () => edited((root) => shorten(at(signedAttributes(root), 1, 1, 0)))],
  ['record version 2', () => edited((root) => at(record(root), 0).bytes.set([2]))],
  ['a documentId of 15 bytes', () => edited((root) => shorten(at(record(root), 1)))],
  ['a document type in capitals', () => edited((root) => at(record(root), 3).bytes.set([0x47]))],
  ['validUntil below zero', () => edited((root) => at(record(root), 4).bytes.set([0xff]))],
  ['validUntil beyond 2^53', () => edited((root) => assign(at(record(root), 4), [0x20, 0, 0, 0, 0, 0, 0]))],
  ['validUntil with a leading zero', () => edited((root) => assign(at(record(root), 4), [0, 0]))],
  ['a ninth field in the record', () => edited((root) => record(root).children.push(primitive(0x05, [])))],
  ['receipt version 2', () => edited((root) => at(receipt(root), 0).bytes.set([2]))],
  ['a path of 31 bytes', () => edited((root) => at(receipt(root), 5).children.push(primitive(0x04, Buffer.alloc(31))))],
  ['a ninth field in the receipt', () => edited((root) => receipt(root).children.push(primitive(0x05, [])))],
  ['two receipts', () => edited((root) => unsignedAttributes(root).children.push(at(unsignedAttributes(root), 0)))],
  ['two time stamps', () => edited((root) => unsignedAttributes(root).children.push(TIME_STAMP, TIME_STAMP))],
  ['another unsigned attribute', () => edited((root) => unsignedAttributes(root).children.push(SIGNING_TIME))],
  ['unsigned attributes out of order', () => edited((root) => unsignedAttributes(root).children.unshift(TIME_STAMP))],
  ['unsigned attributes that are none', () => edited((root) => unsignedAttributes(root).children.pop())],
  ['something after the unsigned attributes', () => edited((root) => signerInfo(root).children.push(primitive(0x05, [])))],
  ['a signature with a high s', () => edited(raiseS)],
  ['a signature that is not a pair', () => edited((root) => assign(signatureValue(root), [0x05, 0x00]))],
  [
    'the record in a foreign structure',
    () => fromTree(constructed(0x30, record(toTree(good)), at(signedAttributes(toTree(good)), 3))),
  ],
  [
    'a signing-certificate-v2 of another certificate',
    () => edited((root) => at(signedAttributes(root), 2, 1, 0, 0, 0, 0).bytes.set([0, 0, 0, 0])),
    'certificate-mismatch',
  ],
  [
    'one byte of the certificate changed',
    () => edited((root) => at(certificates(root), 0, 2).bytes.set([1], 20)),
    'certificate-mismatch',
  ],
];

/** Names SHA-1 where no signature covers the name. */
function nameSha1(root: DerNode) {
  for (const each of [at(signedData(root), 1, 0, 0), at(signerInfo(root), 2, 0)]) assign(each, [0x2b, 0x0e, 0x03, 0x02, 0x1a]);
}
function addNull(...algorithms: DerNode[]) {
  for (const each of algorithms) each.children.push(primitive(0x05, []));
}
function copy(from: DerNode, to: DerNode) {
  Object.assign(to, from);
}
function assign(node: DerNode, bytes: number[]) {
  node.bytes = Uint8Array.from(bytes);
}
function shorten(node: DerNode) {
  node.bytes = node.bytes.subarray(1);
}

describe('parseSealSignature', () => {
  test('the tree editor changes nothing by itself', () => {
    expect(edited(() => undefined)).toEqual(good);
  });

  test.each(MALFORMED)('refuses %s', (_, cms, code = 'malformed') => {
    expect(() => parseSealSignature(cms())).toThrow(expect.objectContaining({ name: 'CmsFormatError', code }));
  });

  test('takes one time stamp beside the receipt, or alone', () => {
    const both = edited((root) => unsignedAttributes(root).children.push(TIME_STAMP));
    expect(parseSealSignature(both)).toMatchObject({ receipt: p256.receipt, timeStamp: expect.any(Uint8Array) });
    const alone = edited((root) => unsignedAttributes(root).children.splice(0, 1, TIME_STAMP));
    expect(parseSealSignature(alone)?.receipt).toBeUndefined();
    expect(embedReceipt(alone, p256.receipt)).toEqual(both);
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['zeros', new Uint8Array(100)],
    ['a signature without our record', edited((root) => signedAttributes(root).children.pop())],
  ])('%s is foreign', (_, cms) => {
    expect(parseSealSignature(cms)).toBeUndefined();
  });

  test.each([p256, rsa])('no bit of a CMS with $algorithm can change unnoticed', async ({ cmsWithReceipt, ...said }) => {
    const original = fromHex(cmsWithReceipt);
    const before = parseSealSignature(original) as SealSignature;
    for (const [i, byte] of original.entries()) {
      const changed = original.slice();
      changed[i] = byte ^ (1 << (i % 8));
      const after = parsedOrMalformed(changed);
      if (!after) continue;
      const isNoticed =
        JSON.stringify(after.record) !== JSON.stringify(said.record) ||
        JSON.stringify(after.receipt) !== JSON.stringify(said.receipt) ||
        after.weakAlgorithm !== before.weakAlgorithm ||
        !(await verifySignature(after));
      expect(isNoticed, `bit ${i % 8} of byte ${i}`).toBe(true);
    }
  });

  test('whatever it is given, it answers or throws CmsFormatError', () => {
    const spot = fc.tuple(fc.nat(good.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(spot, { minLength: 1, maxLength: 8 }), fc.nat(good.length), (spots, end) => {
        const changed = good.slice();
        for (const [i, byte] of spots) changed[i] = byte;
        parsedOrMalformed(changed);
        parsedOrMalformed(changed.subarray(0, end));
      }),
      { numRuns: 500 },
    );
  });
});

test('a record or a receipt of another version is not read', () => {
  const root = toTree(good);
  for (const structure of [record(root), receipt(root)]) at(structure, 0).bytes.set([2]);
  expect(() => readRecord(fromTree(record(root)))).toThrow(/version/);
  expect(() => readReceipt(fromTree(receipt(root)))).toThrow(/version/);
});

describe('an algorithm that is weak or not on the list is named, not malformed', () => {
  test.each([
    [1024, 'RSA modulus of 128 bytes'],
    [2040, 'RSA modulus of 255 bytes'],
  ])('RSA of %i bits, whose signature still verifies', async (bits, weakAlgorithm) => {
    const parsed = await sealedWithRsa(bits);
    expect(parsed.weakAlgorithm).toBe(weakAlgorithm);
    expect(await verifySignature(parsed)).toBe(true);
  });

  test('RSA of 2048 bits is neither', async () => {
    expect((await sealedWithRsa(2048)).weakAlgorithm).toBeUndefined();
  });

  test.each([p256, rsa])('SHA-1 in the place of SHA-256, under a value by $algorithm that fits the rest', async (said) => {
    const parsed = parseSealSignature(edited(nameSha1, fromHex(said.cms))) as SealSignature;
    expect(parsed.weakAlgorithm).toBe('digest algorithm 1.3.14.3.2.26');
    expect(parsed.record).toEqual({ ...said.record, documentDigest: ZERO_DIGEST });
    expect(await verifySignature(parsed)).toBe(false);
  });

  test('SHA-1, but malformed: two records', () => {
    const twice = edited((root) => {
      nameSha1(root);
      signedAttributes(root).children.push(at(signedAttributes(root), 3));
    });
    expect(() => parseSealSignature(twice)).toThrow(CmsFormatError);
  });

  test('ecdsa-with-SHA384', async () => {
    const parsed = parseSealSignature(edited((root) => at(signerInfo(root), 4, 0).bytes.set([3], 7))) as SealSignature;
    expect(parsed.weakAlgorithm).toBe('signature algorithm 1.2.840.10045.4.3.3');
    expect(await verifySignature(parsed)).toBe(false);
  });

  test('a key on another curve', async () => {
    const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-384' }, true, ['sign', 'verify']);
    const certificate = readCertificate(await certificateOver(keys));
    const signedAttributes = encodeSignedAttributes(p256.record, certificate);
    const parsed = parseSealSignature(
      encodeSignedData({ ...readSignedData(good), signedAttributes, certificate }),
    ) as SealSignature;
    expect(parsed.weakAlgorithm).toBe('public key algorithm or curve');
    expect(await verifySignature(parsed)).toBe(false);
    await expect(
      buildSignedData({ record: p256.record, certificate: certificate.der, sign: async (bytes) => bytes }),
    ).rejects.toThrow(RangeError);
  });
});

test('verifySignature: a value by another key does not verify', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
  const { certificate } = parseSealSignature(fromHex(rsa.cms)) as SealSignature;
  const other = await buildSignedData({
    record: rsa.record,
    certificate: certificate.der,
    sign: async (bytes) => sign('sha256', bytes, privateKey),
  });
  expect(await verifySignature(parseSealSignature(other) as SealSignature)).toBe(false);
});

function parsedOrMalformed(cms: Uint8Array): SealSignature | undefined {
  try {
    return parseSealSignature(cms);
  } catch (error) {
    if (error instanceof CmsFormatError) return undefined;
    throw error;
  }
}

async function sealedWithRsa(modulusLength: number): Promise<SealSignature> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', modulusLength, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const cms = await buildSignedData({
    record: rsa.record,
    certificate: await certificateOver(keys),
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign(algorithm.name, keys.privateKey, Uint8Array.from(bytes))),
  });
  return parseSealSignature(cms) as SealSignature;
}

async function certificateOver(keys: Parameters<typeof selfSignedCertificate>[0]): Promise<Uint8Array> {
  const validity = { from: new Date('2026-01-01T00:00:00Z'), until: new Date('2036-01-01T00:00:00Z') };
  return new Uint8Array(await selfSignedCertificate(keys, { commonName: 'Weak' }, validity));
}

test('no document is valid beyond the year 9999: later times cannot be said', () => {
  const record = {
    version: 1,
    documentId: '00'.repeat(16) as DocumentId,
    sealId: ZERO_DIGEST as string as SealId,
    documentType: 'generic',
    previousLeaf: ZERO_DIGEST,
    approvalDigest: ZERO_DIGEST,
    metadataRoot: ZERO_DIGEST,
  } as const;
  expect(readRecord(encodeRecord({ ...record, validUntil: LAST_TIME })).validUntil).toBe(LAST_TIME);
  expect(() => readRecord(encodeRecord({ ...record, validUntil: LAST_TIME + 1 }))).toThrow(/9999/);
  expect(isoTime(LAST_TIME + 1)).toBe('9999-12-31T23:59:59Z');
});
