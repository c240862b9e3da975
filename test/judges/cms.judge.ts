import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readVectors } from '../../scripts/generate-vectors.ts';
import { openFileCustody } from '../../src/custody/file-custody.ts';
import { storeSeal } from '../../src/custody/seal-folder.ts';
import { type CreatedSealKey, createSealKey } from '../../src/custody/seal-key.ts';
import { fromHex, type Hex } from '../../src/model/identifiers.ts';
import type { SealingRecord } from '../../src/model/sealing-record.ts';

/** OpenSSL judges what we sign and store. It fails where `openssl` is missing. */
const folder = mkdtempSync(join(tmpdir(), 'vermilion-judge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, bytes: Uint8Array | string) => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
const openssl = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });
const pem = (name: string, certificate: Uint8Array) =>
  file(`${name}.pem`, openssl('x509', '-inform', 'DER', '-in', file(`${name}.crt`, certificate)));

const verifyCms = (cms: string, content: string, trusted: string) =>
  openssl('cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', cms, '-content', content, '-CAfile', trusted);

const vectors = readVectors('cms.json') as {
  algorithm: 'P-256' | 'RSA';
  content: string;
  record: SealingRecord;
  cms: Hex;
  cmsWithReceipt: Hex;
}[];
const keys = readVectors('keys.json') as Record<string, { certificate: Hex }>;

describe.each(vectors)('CMS vector with $algorithm', ({ algorithm, content, cms, cmsWithReceipt }) => {
  const trusted = pem(`vector-${algorithm}`, fromHex(keys[algorithm]?.certificate ?? ''));

  test.each([
    ['without receipt', cms],
    ['with receipt', cmsWithReceipt],
  ])('%s: openssl cms -verify -cades accepts it over its content and no other', (_, hex) => {
    const path = file('vector.cms', fromHex(hex));
    expect(verifyCms(path, file('content', content), trusted)).toBe(content);
    expect(() => verifyCms(path, file('another', `${content} `), trusted)).toThrow(/digest|verification/i);
  });
});

describe.each(['P-256', 'RSA'] as const)('a new %s key', (algorithm) => {
  let created: CreatedSealKey;
  beforeAll(async () => {
    created = await createSealKey({ algorithm, commonName: 'Sở Tư pháp', organization: '杭州市', passphrase: 'mật khẩu' });
  });

  test('openssl pkcs12 opens its file, and only with its passphrase', () => {
    const path = file('key.p12', created.p12);
    const opened = openssl('pkcs12', '-in', path, '-passin', 'pass:mật khẩu', '-nodes');
    expect(opened).toMatch(/BEGIN PRIVATE KEY[\s\S]*BEGIN CERTIFICATE/);
    expect(() => openssl('pkcs12', '-in', path, '-passin', 'pass:mat khau', '-nodes')).toThrow(/invalid password|mac verify/i);
  });

  test('openssl x509 reads its certificate, openssl req verifies its request', () => {
    const text = openssl(
      'x509',
      '-inform',
      'DER',
      '-in',
      file('key.crt', created.certificate),
      '-noout',
      '-text',
      '-nameopt',
      'utf8',
    );
    expect(text).toMatch(/Subject: O=杭州市, ?CN=Sở Tư pháp/);
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature, Non Repudiation/);
    expect(text).toMatch(/Extended Key Usage:\s+E-mail Protection/);
    openssl('req', '-inform', 'DER', '-in', file('key.csr', created.certificationRequest), '-verify', '-noout');
  });

  test('openssl cms -verify -cades accepts what custody signs with it', async () => {
    const [vector] = vectors;
    if (!vector) throw new RangeError('no CMS vector');
    const { record, content } = vector;
    await storeSeal(folder, record.sealId, { p12: created.p12, mark: new Uint8Array() });
    const cms = await openFileCustody(folder, 'mật khẩu').signSealing(record);
    const trusted = pem('new', created.certificate);
    expect(verifyCms(file('new.cms', cms), file('content', content), trusted)).toBe(content);
  });
});
