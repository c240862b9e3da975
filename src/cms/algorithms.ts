import type { SealingCertificate } from './certificate.ts';
import { CmsFormatError } from './cms-format-error.ts';
import { DerReader, equalBytes, OBJECT_IDENTIFIER, SEQUENCE } from './der.ts';
import { SHA_256_IDENTIFIER, SIGNATURE_IDENTIFIERS, type SignedDataFields } from './signed-data.ts';

/**
 * The algorithm, by its role and OID, that is not on the list: SHA-256 with ECDSA on P-256 or RSA PKCS #1 v1.5. Undefined where all
 * are on it. Throws `CmsFormatError` where they are but contradict each other or carry other parameters than docs/formats.md gives.
 */
export function unlistedAlgorithm(fields: SignedDataFields): string | undefined {
  const { algorithm } = fields.certificate;
  if (algorithm === 'other') return 'public key algorithm or curve';
  if (!isSameAlgorithm(fields.digestAlgorithm, SHA_256_IDENTIFIER)) {
    return `digest algorithm ${oidOf(fields.digestAlgorithm)}`;
  }
  if (!Object.values(SIGNATURE_IDENTIFIERS).some((listed) => isSameAlgorithm(fields.signatureAlgorithm, listed))) {
    return `signature algorithm ${oidOf(fields.signatureAlgorithm)}`;
  }
  const isExact =
    equalBytes(fields.digestAlgorithm, SHA_256_IDENTIFIER) &&
    equalBytes(fields.signatureAlgorithm, SIGNATURE_IDENTIFIERS[algorithm]);
  if (!isExact) throw new CmsFormatError("algorithm identifiers that do not fit the certificate's key, or with odd parameters");
  return undefined;
}

/** What is wrong with a listed algorithm's key. The contract takes RSA moduli of 256 to 512 bytes with e = 65537, and any P-256 key. */
export function weakKey(certificate: SealingCertificate): string | undefined {
  if (certificate.algorithm !== 'RSA') return undefined;
  const bytes = certificate.key.length / 2 - 1;
  if (bytes < 256 || bytes > 512) return `RSA modulus of ${bytes} bytes`;
  return certificate.publicExponent === 65537 ? undefined : `RSA exponent ${certificate.publicExponent}`;
}

function isSameAlgorithm(a: Uint8Array, b: Uint8Array): boolean {
  return equalBytes(oidElement(a), oidElement(b));
}

function oidElement(algorithmIdentifier: Uint8Array): Uint8Array {
  return new DerReader(new DerReader(algorithmIdentifier).content(SEQUENCE)).element(OBJECT_IDENTIFIER);
}

/** In dotted decimal. */
function oidOf(algorithmIdentifier: Uint8Array): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of oidElement(algorithmIdentifier).subarray(2)) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [first = 0n, ...rest] = arcs;
  const top = first < 80n ? first / 40n : 2n;
  return [top, first - top * 40n, ...rest].join('.');
}
