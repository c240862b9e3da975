import type { webcrypto } from 'node:crypto';
import { Set as AsnSet, type AsnType, BitString, Integer, OctetString, Sequence, Utf8String } from 'asn1js';
import {
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  CertificationRequest,
  Extension,
  ExtKeyUsage,
  RelativeDistinguishedNames,
  Time,
} from 'pkijs';

/** Who seals, as the certificate and PDF readers say it. */
export interface SealSubject {
  readonly commonName: string;
  readonly organization?: string;
}

/** A self-signed X.509 v3 certificate (DER) for sealing. The chain says whose key it is, so no authority need sign it. */
export async function selfSignedCertificate(
  keys: webcrypto.CryptoKeyPair,
  subject: SealSubject,
  validity: { readonly from: Date; readonly until: Date },
): Promise<ArrayBuffer> {
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ valueHex: randomSerialNumber() });
  certificate.issuer = distinguishedName(subject);
  certificate.subject = distinguishedName(subject);
  certificate.notBefore = time(validity.from);
  certificate.notAfter = time(validity.until);
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  const keyIdentifier = await crypto.subtle.digest(
    'SHA-1',
    certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView as Uint8Array<ArrayBuffer>,
  );
  certificate.extensions = extensions(keyIdentifier);
  await certificate.sign(keys.privateKey, 'SHA-256');
  return certificate.toSchema(true).toBER();
}

/** A PKCS #10 request (DER) for agencies that want a certificate from an authority for the same key. */
export async function certificationRequest(keys: webcrypto.CryptoKeyPair, subject: SealSubject): Promise<ArrayBuffer> {
  const request = new CertificationRequest();
  request.subject = distinguishedName(subject);
  await request.subjectPublicKeyInfo.importKey(keys.publicKey);
  await request.sign(keys.privateKey, 'SHA-256');
  return request.toSchema(true).toBER();
}

/** One attribute in each RDN. pkijs would join them into one, hence the encoding by hand. */
function distinguishedName({ commonName, organization }: SealSubject): RelativeDistinguishedNames {
  const typesAndValues = [
    ...(organization === undefined ? [] : [attribute('2.5.4.10', organization)]),
    attribute('2.5.4.3', commonName),
  ];
  const rdns = typesAndValues.map((each) => new AsnSet({ value: [each.toSchema()] }));
  return new RelativeDistinguishedNames({ typesAndValues, valueBeforeDecode: new Sequence({ value: rdns }).toBER() });
}

const attribute = (type: string, value: string) => new AttributeTypeAndValue({ type, value: new Utf8String({ value }) });

/** RFC 5280, 4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050. */
const time = (value: Date) => new Time({ type: value.getUTCFullYear() < 2050 ? 0 : 1, value });

/** RFC 5280, 4.1.2.2: positive, and 16 bytes long whatever its value. */
function randomSerialNumber(): ArrayBuffer {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = 0x40 | ((bytes[0] ?? 0) & 0x3f);
  return bytes.buffer;
}

function extensions(keyIdentifier: ArrayBuffer): Extension[] {
  return [
    extension('2.5.29.19', new BasicConstraints({ cA: false }).toSchema(), true),
    // digitalSignature and nonRepudiation (contentCommitment): bits 0 and 1.
    extension('2.5.29.15', new BitString({ valueHex: Uint8Array.of(0xc0).buffer, unusedBits: 6 }), true),
    // emailProtection: pdfsig trusts no signer without it.
    extension('2.5.29.37', new ExtKeyUsage({ keyPurposes: ['1.3.6.1.5.5.7.3.4'] }).toSchema(), false),
    extension('2.5.29.14', new OctetString({ valueHex: keyIdentifier }), false),
  ];
}

const extension = (extnID: string, value: AsnType, critical: boolean) =>
  new Extension({ extnID, critical, extnValue: value.toBER() });
