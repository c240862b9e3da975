import { createHash } from 'node:crypto';
import { ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import {
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';
import { selfSignedCertificate } from '../../src/custody/certificate.ts';

const DATA = '1.2.840.113549.1.7.1';

/** A detached CMS over these ranges as any other signing program makes it: well-formed, and without a sealing record. */
export async function foreignCms(ranges: readonly Uint8Array[], commonName: string): Promise<Uint8Array> {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const validity = { from: new Date(), until: new Date(Date.now() + 86_400_000) };
  const certificate = Certificate.fromBER(await selfSignedCertificate(keys, { commonName }, validity));
  const digest = createHash('sha256');
  for (const range of ranges) digest.update(range);
  const signedData = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: DATA }),
    certificates: [certificate],
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: certificate.issuer, serialNumber: certificate.serialNumber }),
        signedAttrs: new SignedAndUnsignedAttributes({
          type: 0,
          attributes: [
            new Attribute({ type: '1.2.840.113549.1.9.3', values: [new ObjectIdentifier({ value: DATA })] }),
            new Attribute({
              type: '1.2.840.113549.1.9.4',
              values: [new OctetString({ valueHex: Uint8Array.from(digest.digest()).buffer })],
            }),
          ],
        }),
      }),
    ],
  });
  await signedData.sign(keys.privateKey, 0, 'SHA-256');
  const content = signedData.toSchema(true);
  if (!(content instanceof Sequence)) throw new TypeError('no SignedData');
  return new Uint8Array(new ContentInfo({ contentType: '1.2.840.113549.1.7.2', content }).toSchema().toBER());
}
