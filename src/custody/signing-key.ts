import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { weakKey } from '../cms/algorithms.ts';
import { readCertificate, type SealingCertificate } from '../cms/certificate.ts';
import { Refusal } from '../model/errors.ts';
import { readPkcs12 } from './pkcs12.ts';

/** A sealing key in memory. It stays inside custody: only typed values reach `sign` from outside. */
export interface SigningKey {
  readonly certificate: SealingCertificate & { readonly algorithm: 'P-256' | 'RSA' };
  /** Over the SHA-256 of `bytes`, as the contract takes it: P-256 r ‖ s with low s, or RSA PKCS #1 v1.5. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/**
 * The key in a PKCS#12 file with the certificate that belongs to it. Throws `Refusal`: `wrong-passphrase`, `not-a-key-file`,
 * `unsupported-key` (neither P-256 nor RSA of 2048 to 4096 bits with e = 65537).
 */
export async function openSigningKey(p12: Uint8Array, passphrase: string): Promise<SigningKey> {
  const { privateKey, certificates } = await readPkcs12(p12, passphrase);
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const der = certificates.find((each) => Buffer.from(each).includes(publicKey));
  if (!der) throw new Refusal('not-a-key-file', 'No certificate in the PKCS#12 file belongs to its key; export both together.');
  const certificate = readCertificate(der);
  const { algorithm } = certificate;
  const weakness = weakKey(certificate);
  if (algorithm === 'other' || weakness) {
    throw new Refusal(
      'unsupported-key',
      `The key is not one that the chain verifies (${weakness ?? privateKey.asymmetricKeyType}); use P-256, or RSA of 2048 to 4096 bits with exponent 65537.`,
    );
  }
  return { certificate: { ...certificate, algorithm }, sign: (bytes) => signWith(privateKey, bytes) };
}

const signAsync = promisify(sign);

/** The order of P-256's group (FIPS 186-5). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** Over the SHA-256 of `bytes`, in the contract's form. Of s and n − s, which verify alike, the contract takes the lower one only. */
export async function signWith(key: KeyObject, bytes: Uint8Array): Promise<Uint8Array> {
  if (key.asymmetricKeyType === 'rsa') return signAsync('sha256', bytes, key);
  const signature = await signAsync('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' });
  const s = BigInt(`0x${signature.toString('hex', 32)}`);
  if (s > ORDER / 2n) signature.write((ORDER - s).toString(16).padStart(64, '0'), 32, 'hex');
  return Uint8Array.from(signature);
}
