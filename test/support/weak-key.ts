import { readCertificate } from '../../src/cms/certificate.ts';
import { selfSignedCertificate } from '../../src/custody/certificate.ts';
import type { SigningKey } from '../../src/custody/signing-key.ts';

/** RSA with 1,024 bits: a key that neither custody opens nor the registry enrols. */
export async function createWeakKey(): Promise<SigningKey> {
  const rsa = { name: 'RSASSA-PKCS1-v1_5', modulusLength: 1024, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(rsa, true, ['sign', 'verify']);
  const validity = { from: new Date(Date.now() - 60_000), until: new Date(Date.now() + 86_400_000) };
  const der = new Uint8Array(await selfSignedCertificate(keys, { commonName: 'Weak' }, validity));
  return {
    certificate: { ...readCertificate(der), algorithm: 'RSA' },
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('RSASSA-PKCS1-v1_5', keys.privateKey, Uint8Array.from(bytes))),
  };
}
