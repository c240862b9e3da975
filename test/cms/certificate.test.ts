import { describe, expect, test } from 'vitest';
import { readVectors } from '../../scripts/generate-vectors.ts';
import { readCertificate } from '../../src/cms/certificate.ts';
import { CmsFormatError } from '../../src/cms/cms-format-error.ts';
import { fromHex, type Hex } from '../../src/model/identifiers.ts';
import { at, type DerNode, fromTree, primitive, toTree } from '../support/der-tree.ts';

const { 'P-256': p256 } = readVectors('keys.json') as Record<string, { certificate: Hex }>;
if (!p256) throw new RangeError('no P-256 key');
const good = fromHex(p256.certificate);

/** tbsCertificate's fields, with the version at 0. */
const validity = (root: DerNode) => at(root, 0, 4);
const subject = (root: DerNode) => at(root, 0, 5);
const publicKey = (root: DerNode) => at(root, 0, 6);
const commonName = (root: DerNode) => at(subject(root), 1, 0);

const edited = (edit: (root: DerNode) => unknown) => {
  const root = toTree(good);
  edit(root);
  return fromTree(root);
};
const setTime = (tag: number, text: string) =>
  edited((root) => validity(root).children.splice(0, 1, primitive(tag, Buffer.from(text))));
const setName = (tag: number, bytes: Buffer) => edited((root) => commonName(root).children.splice(1, 1, primitive(tag, bytes)));

test.each([
  [0x17, '500101000000Z', '1950-01-01T00:00:00Z'],
  [0x17, '491231235959Z', '2049-12-31T23:59:59Z'],
  [0x18, '20500101000000Z', '2050-01-01T00:00:00Z'],
])('a time (tag %i) %s is %s', (tag, text, iso) => {
  expect(readCertificate(setTime(tag, text)).notBefore).toBe(Date.parse(iso) / 1000);
});

test.each([
  ['UTF8String', 0x0c, Buffer.from('Ủy ban 杭州'), 'Ủy ban 杭州'],
  ['PrintableString', 0x13, Buffer.from('Uy ban'), 'Uy ban'],
  ['BMPString', 0x1e, Buffer.from('杭州', 'utf16le').swap16(), '杭州'],
])('a common name as %s', (_, tag, bytes, name) => {
  expect(readCertificate(setName(tag, bytes)).commonName).toBe(name);
});

test('a certificate of version 1 has no version', () => {
  expect(readCertificate(edited((root) => at(root, 0).children.shift())).key).toBe(readCertificate(good).key);
});

test('a subject without a common name', () => {
  expect(readCertificate(edited((root) => subject(root).children.pop())).commonName).toBe('');
});

describe('a key that is not one of ours', () => {
  test.each([
    [
      'a compressed point',
      (root: DerNode) => Object.assign(at(publicKey(root), 1), { bytes: Uint8Array.of(0, 2, ...Buffer.alloc(32, 7)) }),
    ],
    ['a hybrid point', (root: DerNode) => at(publicKey(root), 1).bytes.set([6], 1)],
    ['another curve', (root: DerNode) => at(publicKey(root), 0, 1).bytes.set([6], 7)],
  ])('%s', (_, edit) => {
    expect(readCertificate(edited(edit))).toMatchObject({ algorithm: 'other', key: '0x' });
  });
});

describe('refuses', () => {
  test.each([
    ['nothing', () => new Uint8Array()],
    ['a certificate with something behind it', () => Uint8Array.of(...good, 0)],
    ['one cut short', () => good.subarray(0, -1)],
    ['no signature', () => edited((root) => root.children.pop())],
    ['a key that is not whole bytes', () => edited((root) => at(publicKey(root), 1).bytes.set([1], 0))],
    ['a time without seconds', () => setTime(0x17, '2601010000Z')],
    ['a time with an offset', () => setTime(0x17, '260101000000+0700')],
    ['a four-digit year in a UTCTime', () => setTime(0x17, '20260101000000Z')],
    ['a time of another type', () => setTime(0x0c, '260101000000Z')],
  ])('%s', (_, certificate) => {
    expect(() => readCertificate(certificate())).toThrow(CmsFormatError);
  });
});
