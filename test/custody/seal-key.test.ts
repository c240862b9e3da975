import { createHash, verify, X509Certificate } from 'node:crypto';
import { CertificationRequest } from 'pkijs';
import { beforeAll, describe, expect, test } from 'vitest';
import { readVectors } from '../../scripts/generate-vectors.ts';
import type { EnrolmentTerms, RotationTerms } from '../../src/custody/port.ts';
import { type CreatedSealKey, createSealKey, openSealKey, type SealKey } from '../../src/custody/seal-key.ts';
import { enrolmentStatement, rotationStatement } from '../../src/custody/statements.ts';
import { fromHex, type Hex } from '../../src/model/identifiers.ts';

const [, enrolment, rotation] = readVectors('statements.json') as { terms: EnrolmentTerms & RotationTerms }[];
const subject = { commonName: 'Sở Kế hoạch và Đầu tư', organization: '杭州市人民政府' };
const passphrase = 'mật khẩu 密码';

describe.each(['P-256', 'RSA'] as const)('a created %s key', (algorithm) => {
  let created: CreatedSealKey;
  let opened: SealKey;
  let x509: X509Certificate;
  beforeAll(async () => {
    created = await createSealKey({ ...subject, algorithm, passphrase });
    opened = await openSealKey(created.p12, passphrase);
    x509 = new X509Certificate(created.certificate);
  });

  test('opens with its passphrase to the same certificate, in the form the contract takes', () => {
    expect(opened).toMatchObject({ algorithm, certificate: created.certificate });
    expect(opened.certificateDigest).toBe(`0x${createHash('sha256').update(created.certificate).digest('hex')}`);
    expect(opened.key).toHaveLength(2 + 2 * (algorithm === 'P-256' ? 64 : 384));
    const jwk = x509.publicKey.export({ format: 'jwk' });
    const parts = algorithm === 'P-256' ? [jwk.x, jwk.y] : [jwk.n];
    expect(opened.key).toBe(`0x${parts.map((part) => Buffer.from(part ?? '', 'base64url').toString('hex')).join('')}`);
  });

  test('does not open with another', async () => {
    await expect(openSealKey(created.p12, 'mat khau')).rejects.toMatchObject({ name: 'Refusal', code: 'wrong-passphrase' });
    await expect(openSealKey(created.p12, '')).rejects.toMatchObject({ code: 'wrong-passphrase' });
  });

  test('its certificate is a self-signed end entity that may sign, for ten years', () => {
    expect(x509.verify(x509.publicKey)).toBe(true);
    expect(x509.subject.split('\n')).toEqual([`O=${subject.organization}`, `CN=${subject.commonName}`]);
    expect(x509.issuer).toBe(x509.subject);
    expect(x509.ca).toBe(false);
    expect(x509.keyUsage).toEqual(['1.3.6.1.5.5.7.3.4']);
    const years = (x509.validToDate.getTime() - x509.validFromDate.getTime()) / (365.25 * 86_400_000);
    expect(years).toBeCloseTo(10, 2);
    expect([opened.notBefore, opened.notAfter]).toEqual([+x509.validFromDate / 1000, +x509.validToDate / 1000]);
  });

  test('its certification request is over the same key and signed by it', async () => {
    const request = CertificationRequest.fromBER(Uint8Array.from(created.certificationRequest).buffer);
    expect(await request.verify()).toBe(true);
    const spki = x509.publicKey.export({ format: 'der', type: 'spki' });
    expect(Buffer.from(request.subjectPublicKeyInfo.toSchema().toBER())).toEqual(spki);
  });

  test('signs enrolment and rotation, each for its own statement only', async () => {
    if (!enrolment || !rotation) throw new RangeError('no such vectors');
    const key = { key: x509.publicKey, dsaEncoding: 'ieee-p1363' } as const;
    const byEnrolment = fromHex(await opened.signEnrolment(enrolment.terms));
    const byRotation = fromHex(await opened.signRotation(rotation.terms));
    expect(verify('sha256', enrolmentStatement(enrolment.terms, opened.key), key, byEnrolment)).toBe(true);
    expect(verify('sha256', rotationStatement(rotation.terms), key, byRotation)).toBe(true);
    expect(verify('sha256', rotationStatement(rotation.terms), key, byEnrolment)).toBe(false);
  });
});

test('validity can be chosen, also beyond 2049', async () => {
  const validFrom = new Date('2030-02-03T04:05:06Z');
  const validUntil = new Date('2060-02-03T04:05:06Z');
  const { p12 } = await createSealKey({ ...subject, algorithm: 'P-256', passphrase, validFrom, validUntil });
  expect(await openSealKey(p12, passphrase)).toMatchObject({ notBefore: +validFrom / 1000, notAfter: +validUntil / 1000 });
});

test('every P-256 signature has a low s', async () => {
  if (!rotation) throw new RangeError('no such vector');
  const { p12 } = await createSealKey({ ...subject, algorithm: 'P-256', passphrase });
  const key = await openSealKey(p12, passphrase);
  const signatures = await Promise.all(Array.from({ length: 24 }, () => key.signRotation(rotation.terms)));
  const half = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n / 2n;
  for (const signature of signatures) expect(BigInt(`0x${signature.slice(66)}`) <= half).toBe(true);
});

describe('key files that others made', () => {
  const files = readVectors('key-files.json') as { made: string; passphrase: string; expect: string; p12: Hex }[];
  test.each(files)('$made: $expect', async ({ p12, passphrase, expect: expected }) => {
    const answer = openSealKey(fromHex(p12), passphrase).then(
      ({ algorithm }) => algorithm,
      (error) => error.code,
    );
    expect(await answer).toBe(expected);
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('-----BEGIN PRIVATE KEY-----')],
  ])('%s: not-a-key-file', async (_, p12) => {
    await expect(openSealKey(p12, passphrase)).rejects.toMatchObject({ name: 'Refusal', code: 'not-a-key-file' });
  });
});
