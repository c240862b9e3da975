import { expect, test } from 'vitest';
import { weakKey } from '../../src/cms/algorithms.ts';
import type { SealingCertificate } from '../../src/cms/certificate.ts';

const certificate: SealingCertificate = {
  der: new Uint8Array(),
  digest: `0x${'00'.repeat(32)}` as SealingCertificate['digest'],
  notBefore: 0,
  notAfter: 0,
  algorithm: 'RSA',
  key: '0x',
  commonName: '',
  issuerAndSerialNumber: new Uint8Array(),
};

test.each([
  [255, 65537, 'RSA modulus of 255 bytes'],
  [256, 65537, undefined],
  [512, 65537, undefined],
  [513, 65537, 'RSA modulus of 513 bytes'],
  [384, 3, 'RSA exponent 3'],
])('an RSA key of %i bytes with exponent %i: %s', (bytes, publicExponent, weakness) => {
  expect(weakKey({ ...certificate, key: `0x${'ff'.repeat(bytes)}`, publicExponent })).toBe(weakness);
});

test('a P-256 key is not weak', () => {
  expect(weakKey({ ...certificate, algorithm: 'P-256', key: `0x${'01'.repeat(64)}` })).toBeUndefined();
});
