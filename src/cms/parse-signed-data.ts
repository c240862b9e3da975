import { type Digest, toHex, ZERO_DIGEST } from '../model/identifiers.ts';
import type { Receipt } from '../model/receipt.ts';
import type { SealingRecord } from '../model/sealing-record.ts';
import { unlistedAlgorithm, weakKey } from './algorithms.ts';
import type { SealingCertificate } from './certificate.ts';
import { CmsFormatError } from './cms-format-error.ts';
import { type DerReader, equalBytes, INTEGER, readAll, readUnsigned, SEQUENCE, SET } from './der.ts';
import { MESSAGE_DIGEST, SEALING_RECORD, SIGNING_CERTIFICATE_V2 } from './object-identifiers.ts';
import { readAttribute, readSignedData } from './read-signed-data.ts';
import { readRecord } from './record-attribute.ts';
import { encodeSignedAttributes, encodeSigningCertificate, SHA_256_IDENTIFIER, type SignedDataFields } from './signed-data.ts';

/** A seal's signature: well-formed, canonical, and nothing said yet about its being true. */
export interface SealSignature {
  /**
   * documentDigest is the messageDigest attribute, to be compared with the SHA-256 over the ByteRange; `ZERO_DIGEST` where
   * `weakAlgorithm` names another digest algorithm.
   */
  readonly record: SealingRecord;
  readonly receipt?: Receipt;
  readonly certificate: SealingCertificate;
  /** SET OF Attribute, DER: what the signature is over. */
  readonly signedAttributes: Uint8Array;
  /** As the contract takes it: P-256 r ‖ s with low s, or RSA PKCS #1 v1.5. Empty where `weakAlgorithm` names an algorithm not on the list. */
  readonly signature: Uint8Array;
  /** RFC 3161 TimeStampToken, DER; not judged. */
  readonly timeStamp?: Uint8Array;
  /** What is weak or not on the list of algorithms, by OID or size. Absent where all are good. */
  readonly weakAlgorithm?: string;
}

/**
 * Reads a signature's DER (without the zeros that pad `/Contents`). Undefined where our record attribute's OID does not occur: a
 * foreign signature. A CMS in which it occurs anywhere is held to docs/formats.md as a whole, or `CmsFormatError` is thrown.
 */
export function parseSealSignature(cms: Uint8Array): SealSignature | undefined {
  if (!contains(cms, SEALING_RECORD)) return undefined;
  const fields = readSignedData(cms);
  const { certificate, signedAttributes, receipt, timeStamp } = fields;
  const unlisted = unlistedAlgorithm(fields);
  const weakAlgorithm = unlisted ?? weakKey(certificate);
  return {
    record: readSignedAttributes(fields),
    certificate,
    signedAttributes,
    signature: unlisted === undefined ? readSignatureValue(fields) : Uint8Array.of(),
    ...(receipt && { receipt }),
    ...(timeStamp && { timeStamp }),
    ...(weakAlgorithm && { weakAlgorithm }),
  };
}

/** With SHA-256 they must be the four of docs/formats.md, no others, in DER order. With another digest they cannot be. */
function readSignedAttributes({ digestAlgorithm, signedAttributes, certificate }: SignedDataFields): SealingRecord {
  const values = readAll(signedAttributes, (outer) => outer.within(SET, readValues));
  const only = (type: Uint8Array): Uint8Array => {
    const [value, another] = values.filter((attribute) => equalBytes(attribute.type, type));
    if (!value || another) throw new CmsFormatError('a signed attribute is missing or stands twice');
    return value.value;
  };
  const stated = readRecord(only(SEALING_RECORD));
  if (!equalBytes(digestAlgorithm, SHA_256_IDENTIFIER)) return { ...stated, documentDigest: ZERO_DIGEST };

  const messageDigest = readAll(only(MESSAGE_DIGEST), (value) => value.octets(32));
  const record = { ...stated, documentDigest: toHex(messageDigest) as Digest };
  if (!equalBytes(only(SIGNING_CERTIFICATE_V2), encodeSigningCertificate(certificate))) {
    throw new CmsFormatError('the signing-certificate-v2 attribute does not name the certificate', 'certificate-mismatch');
  }
  if (!equalBytes(encodeSignedAttributes(record, certificate), signedAttributes)) {
    throw new CmsFormatError('the signed attributes are not the canonical encoding of the four that a seal has');
  }
  return record;
}

function readValues(attributes: DerReader): ReturnType<typeof readAttribute>[] {
  const values: ReturnType<typeof readAttribute>[] = [];
  while (!attributes.isAtEnd) values.push(readAttribute(attributes));
  return values;
}

function readSignatureValue({ certificate, signatureValue }: SignedDataFields): Uint8Array {
  return certificate.algorithm === 'P-256' ? readEcdsaSignature(signatureValue) : signatureValue;
}

/** Half the order of P-256's group, rounded down (FIPS 186-5). */
const HIGHEST_S = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;

/** r ‖ s. Of the two values of s that verify alike only the lower is well-formed, so that a signature has one encoding. */
function readEcdsaSignature(signatureValue: Uint8Array): Uint8Array {
  return readAll(signatureValue, (outer) =>
    outer.within(SEQUENCE, (pair) => {
      const r = readUnsigned(pair.content(INTEGER));
      const s = readUnsigned(pair.content(INTEGER));
      if (r.length > 32 || BigInt(toHex(Uint8Array.of(0, ...s))) > HIGHEST_S)
        throw new CmsFormatError('an ECDSA signature with a high s');
      const signature = new Uint8Array(64);
      signature.set(r, 32 - r.length);
      signature.set(s, 64 - s.length);
      return signature;
    }),
  );
}

function contains(bytes: Uint8Array, wanted: Uint8Array): boolean {
  for (let at = bytes.indexOf(wanted[0] ?? 0); at >= 0; at = bytes.indexOf(wanted[0] ?? 0, at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}
