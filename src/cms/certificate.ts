import { sha256 } from 'ethers';
import { type Digest, type Hex, toHex } from '../model/identifiers.ts';
import { CmsFormatError } from './cms-format-error.ts';
import {
  BIT_STRING,
  context,
  DerReader,
  der,
  equalBytes,
  GENERALIZED_TIME,
  INTEGER,
  readAll,
  readUnsigned,
  SEQUENCE,
  SET,
  UTC_TIME,
} from './der.ts';
import { COMMON_NAME, EC_PUBLIC_KEY, P_256, RSA } from './object-identifiers.ts';

/** What a seal's signature says about its signer. The registry says whether it is true. */
export interface SealingCertificate {
  readonly der: Uint8Array;
  /** SHA-256 of the DER. */
  readonly digest: Digest;
  /** Unix seconds. */
  readonly notBefore: number;
  /** Unix seconds. */
  readonly notAfter: number;
  readonly algorithm: 'P-256' | 'RSA' | 'other';
  /** As the contract takes it. P-256: x ‖ y. RSA: the modulus without leading zero. `other`: `0x`. */
  readonly key: Hex;
  /** RSA only. */
  readonly publicExponent?: number;
  /** Of the subject; empty where it has none. */
  readonly commonName: string;
  /** IssuerAndSerialNumber (RFC 5652, 10.2.4), DER. */
  readonly issuerAndSerialNumber: Uint8Array;
}

/** Throws `CmsFormatError` where the bytes are not an X.509 certificate in DER (RFC 5280, 4.1). */
export function readCertificate(bytes: Uint8Array): SealingCertificate {
  return readAll(bytes, (outer) =>
    outer.within(SEQUENCE, (certificate) => {
      const facts = readToBeSigned(new DerReader(certificate.content(SEQUENCE)));
      certificate.content(SEQUENCE);
      certificate.content(BIT_STRING);
      return { der: bytes, digest: sha256(bytes) as Digest, ...facts };
    }),
  );
}

/** Reads as far as the public key; extensions are left to those who rely on them. */
function readToBeSigned(fields: DerReader): Omit<SealingCertificate, 'der' | 'digest'> {
  if (fields.tag === context(0)) fields.content();
  const serialNumber = fields.element(INTEGER);
  fields.content(SEQUENCE);
  const issuer = fields.element(SEQUENCE);
  const [notBefore, notAfter] = fields.within(SEQUENCE, (validity) => [readTime(validity), readTime(validity)] as const);
  const commonName = readCommonName(fields.content(SEQUENCE));
  const key = readPublicKey(fields.content(SEQUENCE));
  return { notBefore, notAfter, commonName, ...key, issuerAndSerialNumber: der(SEQUENCE, issuer, serialNumber) };
}

type PublicKey = Pick<SealingCertificate, 'algorithm' | 'key' | 'publicExponent'>;

/** SubjectPublicKeyInfo's contents. */
function readPublicKey(contents: Uint8Array): PublicKey {
  return readAll(contents, (info) => {
    const algorithm = info.content(SEQUENCE);
    const [unusedBits, ...key] = info.content(BIT_STRING);
    if (unusedBits !== 0) throw new CmsFormatError('a public key that is not whole bytes');
    if (equalBytes(algorithm, P_256_KEY) && key.length === 65 && key[0] === 4) {
      return { algorithm: 'P-256', key: toHex(Uint8Array.from(key.slice(1))) };
    }
    return equalBytes(algorithm, RSA_KEY) ? readRsaKey(Uint8Array.from(key)) : { algorithm: 'other', key: '0x' };
  });
}

const P_256_KEY = Uint8Array.of(...EC_PUBLIC_KEY, ...P_256);
const RSA_KEY = Uint8Array.of(...RSA, 0x05, 0x00);

function readRsaKey(bytes: Uint8Array): PublicKey {
  return readAll(bytes, (outer) =>
    outer.within(SEQUENCE, (key) => ({
      algorithm: 'RSA',
      key: toHex(readUnsigned(key.content(INTEGER))),
      publicExponent: key.uint(),
    })),
  );
}

/** RFC 5280, 4.1.2.5: UTCTime or GeneralizedTime, in UTC, with seconds and without fractions. */
function readTime(reader: DerReader): number {
  const tag = reader.tag;
  if (tag !== UTC_TIME && tag !== GENERALIZED_TIME) throw new CmsFormatError('a time of an unknown type');
  const text = String.fromCharCode(...reader.content());
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (match?.[1]?.length !== (tag === UTC_TIME ? 2 : 4)) throw new CmsFormatError('a time not in the form of RFC 5280');
  const [year = 0, month = 0, ...rest] = match.slice(1).map(Number);
  const century = tag === GENERALIZED_TIME ? 0 : year < 50 ? 2000 : 1900;
  const [day = 0, hour = 0, minute = 0, second = 0] = rest;
  return Date.UTC(century + year, month - 1, day, hour, minute, second) / 1000;
}

/** The first common name in a Name's RDNSequence. */
function readCommonName(name: Uint8Array): string {
  for (const rdns = new DerReader(name); !rdns.isAtEnd; ) {
    for (const attributes = new DerReader(rdns.content(SET)); !attributes.isAtEnd; ) {
      const attribute = new DerReader(attributes.content(SEQUENCE));
      if (equalBytes(attribute.element(), COMMON_NAME)) return decodeDirectoryString(attribute);
    }
  }
  return '';
}

const BMP_STRING = 0x1e;

/** DirectoryString: UTF-8 but for BMPString; PrintableString and the rest are read as their ASCII part. */
function decodeDirectoryString(reader: DerReader): string {
  return new TextDecoder(reader.tag === BMP_STRING ? 'utf-16be' : 'utf-8').decode(reader.content());
}
