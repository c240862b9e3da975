import { fromHex } from '../model/identifiers.ts';
import type { Receipt } from '../model/receipt.ts';
import type { SealingRecord } from '../model/sealing-record.ts';
import type { SealingCertificate } from './certificate.ts';
import { context, der, derSetOf, derUint, derUnsigned, OCTET_STRING, retagged, SEQUENCE, SET } from './der.ts';
import {
  CONTENT_TYPE,
  DATA,
  ECDSA_WITH_SHA_256,
  MESSAGE_DIGEST,
  RECEIPT,
  SEALING_RECORD,
  SHA_256,
  SHA_256_WITH_RSA,
  SIGNATURE_TIME_STAMP,
  SIGNED_DATA,
  SIGNING_CERTIFICATE_V2,
} from './object-identifiers.ts';
import { encodeReceipt } from './receipt-attribute.ts';
import { encodeRecord } from './record-attribute.ts';

/** Everything in a seal's SignedData that is not the same in all of them. */
export interface SignedDataFields {
  readonly certificate: SealingCertificate;
  /** AlgorithmIdentifier, DER. */
  readonly digestAlgorithm: Uint8Array;
  /** The signed attributes as a SET OF, DER: what the signature is over (RFC 5652, 5.4). */
  readonly signedAttributes: Uint8Array;
  /** AlgorithmIdentifier, DER. */
  readonly signatureAlgorithm: Uint8Array;
  /** As the CMS holds it: Ecdsa-Sig-Value in DER, or RSA. */
  readonly signatureValue: Uint8Array;
  readonly receipt?: Receipt | undefined;
  /** RFC 3161 TimeStampToken, DER; carried, not judged. */
  readonly timeStamp?: Uint8Array | undefined;
}

/** RFC 5754, 2: without parameters. */
export const SHA_256_IDENTIFIER = der(SEQUENCE, SHA_256);

/** RFC 5754, 3: without parameters for ECDSA, NULL for RSA. */
export const SIGNATURE_IDENTIFIERS = {
  'P-256': der(SEQUENCE, ECDSA_WITH_SHA_256),
  RSA: der(SEQUENCE, SHA_256_WITH_RSA, Uint8Array.of(0x05, 0x00)),
} as const;

/** The one encoding of these fields: building writes it, parsing compares with it. */
export function encodeSignedData(fields: SignedDataFields): Uint8Array<ArrayBuffer> {
  const signerInfo = der(
    SEQUENCE,
    derUint(1),
    fields.certificate.issuerAndSerialNumber,
    fields.digestAlgorithm,
    retagged(context(0), fields.signedAttributes),
    fields.signatureAlgorithm,
    der(OCTET_STRING, fields.signatureValue),
    ...encodeUnsignedAttributes(fields),
  );
  const signedData = der(
    SEQUENCE,
    derUint(1),
    der(SET, fields.digestAlgorithm),
    der(SEQUENCE, DATA),
    der(context(0), fields.certificate.der),
    der(SET, signerInfo),
  );
  return der(SEQUENCE, SIGNED_DATA, der(context(0), signedData));
}

/** The four signed attributes of a seal with SHA-256, DER. */
export function encodeSignedAttributes(record: SealingRecord, certificate: SealingCertificate): Uint8Array {
  return derSetOf(SET, [
    attribute(CONTENT_TYPE, DATA),
    attribute(MESSAGE_DIGEST, der(OCTET_STRING, fromHex(record.documentDigest))),
    attribute(SIGNING_CERTIFICATE_V2, encodeSigningCertificate(certificate)),
    attribute(SEALING_RECORD, encodeRecord(record)),
  ]);
}

/** SigningCertificateV2 (RFC 5035, 3): the certificate's SHA-256, which is the default and not named; no issuerSerial, no policies. */
export function encodeSigningCertificate(certificate: SealingCertificate): Uint8Array {
  const essCertIdV2 = der(SEQUENCE, der(OCTET_STRING, fromHex(certificate.digest)));
  return der(SEQUENCE, der(SEQUENCE, essCertIdV2));
}

function encodeUnsignedAttributes({ receipt, timeStamp }: SignedDataFields): Uint8Array[] {
  const attributes: Uint8Array[] = [];
  if (receipt) attributes.push(attribute(RECEIPT, encodeReceipt(receipt)));
  if (timeStamp) attributes.push(attribute(SIGNATURE_TIME_STAMP, timeStamp));
  return attributes.length === 0 ? [] : [derSetOf(context(1), attributes)];
}

function attribute(type: Uint8Array, value: Uint8Array): Uint8Array {
  return der(SEQUENCE, type, der(SET, value));
}

/** Ecdsa-Sig-Value (RFC 3279, 2.2.3) from r ‖ s. */
export function encodeEcdsaSignature(signature: Uint8Array): Uint8Array {
  return der(SEQUENCE, derUnsigned(signature.subarray(0, 32)), derUnsigned(signature.subarray(32)));
}
