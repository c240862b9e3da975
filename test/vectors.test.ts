import { createHash, verify, X509Certificate } from 'node:crypto';
import { SimpleMerkleTree, StandardMerkleTree } from '@openzeppelin/merkle-tree';
import { fromBER, Integer, ObjectIdentifier, OctetString, Sequence, Utf8String } from 'asn1js';
import { id } from 'ethers';
import { ContentInfo, SignedData } from 'pkijs';
import { describe, expect, test } from 'vitest';
import { makeVectors, readVectors } from '../scripts/generate-vectors.ts';
import { parseSealSignature, type SealSignature } from '../src/cms/parse-signed-data.ts';
import { verifySignature } from '../src/cms/verify-signature.ts';
import { fromHex, type Hex } from '../src/model/identifiers.ts';
import type { Receipt } from '../src/model/receipt.ts';
import { REVOCATION_REASONS, SEAL_KINDS } from '../src/model/registry.ts';
import type { SealingRecord } from '../src/model/sealing-record.ts';

interface CmsVector {
  algorithm: 'P-256' | 'RSA';
  content: string;
  record: SealingRecord;
  receipt: Receipt;
  cms: Hex;
  cmsWithReceipt: Hex;
}
interface StatementVector {
  purpose: string;
  terms: Record<string, string | number>;
  preimage: Hex;
  digest: Hex;
  signatures: Record<'P-256' | 'RSA', Hex>;
}
const records = readVectors('records.json') as { record: SealingRecord; attribute: Hex; leaf: Hex }[];
const trees = readVectors('trees.json') as { leaves: Hex[]; root: Hex; paths: Hex[][] }[];
const receipts = readVectors('receipts.json') as { receipt: Receipt; attribute: Hex }[];
const statements = readVectors('statements.json') as StatementVector[];
const signatures = readVectors('cms.json') as CmsVector[];
const keys = readVectors('keys.json') as Record<'P-256' | 'RSA', { certificate: Hex }>;

const hexOf = (bytes: Uint8Array | ArrayBuffer) => `0x${Buffer.from(bytes as ArrayBuffer).toString('hex')}`;
const bufferOf = (hex: string) => Buffer.from(hex.replace(/^0x/, ''), 'hex');

describe('our code makes these vectors', async () => {
  const made = await makeVectors();
  test.each(Object.keys(made))('%s', (name) => {
    expect(JSON.parse(JSON.stringify(made[name]))).toEqual(readVectors(name));
  });
});

describe('others agree with the vectors', () => {
  test.each(records)('leaf of $record.documentId: OpenZeppelin', ({ record, leaf }) => {
    const { version, documentId, documentDigest, sealId, documentType, validUntil, previousLeaf, approvalDigest, metadataRoot } =
      record;
    const values = [id('Vermilion record v1'), version, `0x${documentId}`, documentDigest, sealId, documentType, validUntil];
    const types = ['bytes32', 'uint8', 'bytes16', 'bytes32', 'bytes32', 'string', 'uint64', 'bytes32', 'bytes32', 'bytes32'];
    expect(StandardMerkleTree.of([[...values, previousLeaf, approvalDigest, metadataRoot]], types).root).toBe(leaf);
  });

  test.each(trees)('tree of $leaves.length: OpenZeppelin', ({ leaves, root, paths }) => {
    const tree = SimpleMerkleTree.of(leaves);
    expect(tree.root).toBe(root);
    expect(leaves.map((leaf) => tree.getProof(leaf))).toEqual(paths);
  });

  const octets = (hex: string) => new OctetString({ valueHex: fromHex(hex).buffer });
  const integer = (value: number) => Integer.fromBigInt(BigInt(value));

  test.each(records)('record attribute of $record.documentId: asn1js', ({ record, attribute }) => {
    const value = [
      integer(record.version),
      octets(`0x${record.documentId}`),
      octets(record.sealId),
      new Utf8String({ value: record.documentType }),
      integer(record.validUntil),
      octets(record.previousLeaf),
      octets(record.approvalDigest),
      octets(record.metadataRoot),
    ];
    expect(hexOf(new Sequence({ value }).toBER())).toBe(attribute);
  });

  test.each(receipts)('receipt attribute, $receipt.leafCount leaves: asn1js', ({ receipt, attribute }) => {
    const value = [
      integer(receipt.version),
      integer(receipt.chainId),
      octets(receipt.ledger),
      octets(receipt.root),
      integer(receipt.leafCount),
      new Sequence({ value: receipt.path.map(octets) }),
      octets(receipt.transaction),
      integer(receipt.block),
    ];
    expect(hexOf(new Sequence({ value }).toBER())).toBe(attribute);
  });
});

describe('statements', () => {
  const u = (bytes: number) => (value: unknown) =>
    Buffer.from(
      BigInt(value as number)
        .toString(16)
        .padStart(2 * bytes, '0'),
      'hex',
    );
  const raw = (value: unknown) => bufferOf(value as string);
  const digest = (value: unknown) => createHash('sha256').update(raw(value)).digest();
  const kind = (value: unknown) => u(1)(SEAL_KINDS.indexOf(value as never));
  const reason = (value: unknown) => u(1)(1 + REVOCATION_REASONS.indexOf(value as never));
  const orZero = (value: unknown) => (value === undefined ? Buffer.alloc(32) : raw(value));

  /** The rows of docs/formats.md. */
  const LAYOUT: Record<string, [string, (value: unknown) => Buffer][]> = {
    anchor: [
      ['chainId', u(32)],
      ['ledger', raw],
      ['sealId', raw],
      ['epoch', u(8)],
      ['root', raw],
      ['leafCount', u(8)],
    ],
    enrolment: [
      ['chainId', u(32)],
      ['registry', raw],
      ['agencyId', raw],
      ['sealId', raw],
      ['key', digest],
      ['certificateDigest', raw],
      ['markDigest', raw],
      ['kind', kind],
      ['validFrom', u(8)],
      ['validUntil', u(8)],
    ],
    rotation: [
      ['chainId', u(32)],
      ['registry', raw],
      ['sealId', raw],
      ['epoch', u(8)],
      ['newKey', digest],
      ['certificateDigest', raw],
    ],
    revocation: [
      ['chainId', u(32)],
      ['ledger', raw],
      ['signingSealId', raw],
      ['epoch', u(8)],
      ['sealId', raw],
      ['leaf', raw],
      ['reason', reason],
      ['replacement', orZero],
    ],
  };

  test.each(statements)('$purpose: layout, digest', ({ purpose, terms, preimage, digest: expected }) => {
    const fields = LAYOUT[purpose]?.map(([name, encode]) => encode(terms[name])) ?? [];
    expect(hexOf(Buffer.concat([Buffer.from(`Vermilion ${purpose} v1\n`), ...fields]))).toBe(preimage);
    expect(hexOf(createHash('sha256').update(bufferOf(preimage)).digest())).toBe(expected);
  });

  test.each(statements)(
    '$purpose: node:crypto verifies both signatures; that of P-256 has a low s',
    ({ preimage, signatures }) => {
      for (const algorithm of ['P-256', 'RSA'] as const) {
        const { publicKey } = new X509Certificate(bufferOf(keys[algorithm].certificate));
        const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
        expect(verify('sha256', bufferOf(preimage), key, bufferOf(signatures[algorithm]))).toBe(true);
      }
      const half = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n / 2n;
      expect(BigInt(`0x${signatures['P-256'].slice(66)}`)).toBeLessThanOrEqual(half);
    },
  );
});

describe.each(signatures)('CMS with $algorithm', ({ algorithm, content, record, receipt, cms, cmsWithReceipt }) => {
  test.each([
    ['without receipt', cms],
    ['with receipt', cmsWithReceipt],
  ])('%s: pkijs verifies it over the content', async (_, hex) => {
    const { content: schema } = ContentInfo.fromBER(fromHex(hex).buffer);
    const data = new TextEncoder().encode(content).buffer;
    const checked = { signer: 0, data, checkChain: false, extendedMode: false } as const;
    expect(await new SignedData({ schema }).verify(checked)).toBe(true);
  });

  test('node:crypto verifies the signature over the signed attributes', () => {
    const parsed = parseSealSignature(fromHex(cmsWithReceipt)) as SealSignature;
    const key = { key: new X509Certificate(bufferOf(keys[algorithm].certificate)).publicKey, dsaEncoding: 'ieee-p1363' } as const;
    expect(verify('sha256', parsed.signedAttributes, key, parsed.signature)).toBe(true);
  });

  test('says the record, the receipt and the certificate', async () => {
    const parsed = parseSealSignature(fromHex(cmsWithReceipt));
    const x509 = new X509Certificate(bufferOf(keys[algorithm].certificate));
    expect(parsed).toMatchObject({ record, receipt });
    expect(parsed?.weakAlgorithm).toBeUndefined();
    expect(parsed?.certificate).toMatchObject({
      algorithm,
      digest: `0x${x509.fingerprint256.replaceAll(':', '').toLowerCase()}`,
      notBefore: x509.validFromDate.getTime() / 1000,
      notAfter: x509.validToDate.getTime() / 1000,
    });
    expect(x509.subject.split('\n')).toContain(`CN=${parsed?.certificate.commonName}`);
    const jwk = x509.publicKey.export({ format: 'jwk' });
    const parts = algorithm === 'P-256' ? [jwk.x, jwk.y] : [jwk.n];
    expect(parsed?.certificate.key).toBe(hexOf(Buffer.concat(parts.map((part) => Buffer.from(part ?? '', 'base64url')))));
    expect(parseSealSignature(fromHex(cms))?.receipt).toBeUndefined();
    expect(parsed && (await verifySignature(parsed))).toBe(true);
  });

  test('its digest is that of the content', () => {
    expect(record.documentDigest).toBe(hexOf(createHash('sha256').update(content).digest()));
  });
});

test('the OIDs of our attributes are the ones in docs/formats.md', () => {
  const oidIn = (hex: string, oid: string) => hex.includes(hexOf(new ObjectIdentifier({ value: oid }).toBER()).slice(2));
  for (const { cmsWithReceipt } of signatures) {
    expect(oidIn(cmsWithReceipt, '2.25.232662835786951774610109278698430136782')).toBe(true);
    expect(oidIn(cmsWithReceipt, '2.25.290450093796276410406633005665284123514')).toBe(true);
    expect(fromBER(fromHex(cmsWithReceipt)).offset).toBe(fromHex(cmsWithReceipt).length);
  }
});
