import { fromHex } from '../model/identifiers.ts';
import type { SealingCertificate } from './certificate.ts';
import type { SealSignature } from './parse-signed-data.ts';

/**
 * Whether the signature's value is the certificate's key's over the signed attributes, by WebCrypto. False also where
 * `weakAlgorithm` names an algorithm that is not on the list: such a value is not looked at. The digest over the document is
 * the caller's to compare.
 */
export async function verifySignature(seal: SealSignature): Promise<boolean> {
  const key = await importKey(seal.certificate);
  if (!key) return false;
  const algorithm = { name: key.algorithm.name, hash: 'SHA-256' };
  return crypto.subtle.verify(algorithm, key, Uint8Array.from(seal.signature), Uint8Array.from(seal.signedAttributes));
}

/** From the key in the contract's form, so that what verifies is what the registry is asked for. Undefined where it is no key. */
async function importKey({ algorithm, key, publicExponent }: SealingCertificate) {
  const bytes = fromHex(key);
  try {
    if (algorithm === 'P-256') {
      const point = Uint8Array.of(4, ...bytes);
      return await crypto.subtle.importKey('raw', point, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
    }
    if (algorithm === 'RSA' && publicExponent === 65537) {
      const jwk = { kty: 'RSA', n: toBase64Url(bytes), e: 'AQAB' };
      return await crypto.subtle.importKey('jwk', jwk, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['verify']);
    }
  } catch {
    // A point off the curve, a modulus that the platform does not take: no key.
  }
  return undefined;
}

function toBase64Url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
