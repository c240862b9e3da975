import type { SealingRecord } from '../model/sealing-record.ts';
import { readCertificate } from './certificate.ts';
import {
  encodeEcdsaSignature,
  encodeSignedAttributes,
  encodeSignedData,
  SHA_256_IDENTIFIER,
  SIGNATURE_IDENTIFIERS,
} from './signed-data.ts';

/**
 * A seal's CMS SignedData (DER, detached, PAdES baseline B-B) over the record, without a receipt.
 *
 * `certificate`: X.509 DER with a P-256 or RSA key. `sign` is given the signed attributes and answers with the signature over their
 * SHA-256: P-256 r ‖ s with low s, or RSA PKCS #1 v1.5. Throws `RangeError` for a certificate with another kind of key.
 */
export async function buildSignedData(seal: {
  readonly record: SealingRecord;
  readonly certificate: Uint8Array;
  readonly sign: (signedAttributes: Uint8Array) => Promise<Uint8Array>;
}): Promise<Uint8Array<ArrayBuffer>> {
  const certificate = readCertificate(seal.certificate);
  const { algorithm } = certificate;
  if (algorithm === 'other') throw new RangeError('a sealing certificate has a P-256 or an RSA key');
  const signedAttributes = encodeSignedAttributes(seal.record, certificate);
  const signature = await seal.sign(signedAttributes);
  return encodeSignedData({
    certificate,
    digestAlgorithm: SHA_256_IDENTIFIER,
    signedAttributes,
    signatureAlgorithm: SIGNATURE_IDENTIFIERS[algorithm],
    signatureValue: algorithm === 'P-256' ? encodeEcdsaSignature(signature) : signature,
  });
}
