import { OctetString } from 'asn1js';
import { Certificate, ContentInfo, getCrypto, IssuerAndSerialNumber, SignedData, type SignerInfo } from 'pkijs';
import type { Integrity } from '../model/report.ts';
import { equalBytes } from './der.ts';

export type DigestAlgorithm = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';

/** A signature without our record, as far as it says something about the file: reported, never judged. */
export interface ForeignCms {
  /** Common name in the signer's certificate, as the file claims it; empty where none can be read. */
  readonly signer: string;
  /** `malformed` also where it is of a kind that is not checked here (no signed attributes, an unknown algorithm). */
  readonly integrity: Integrity;
}

/**
 * Reads another's CMS (`adbe.pkcs7.detached`, CAdES) leniently. `digestOf` gives the digest over the signature's ByteRange.
 * Never throws: what cannot be read is `malformed`.
 */
export async function parseForeignSignature(
  cms: Uint8Array,
  digestOf: (algorithm: DigestAlgorithm) => Promise<Uint8Array>,
): Promise<ForeignCms> {
  let signer = '';
  try {
    const { signerInfo, certificate } = readSigner(cms);
    signer = commonNameOf(certificate);
    const isIntact = (await digestMatches(signerInfo, digestOf)) && (await valueVerifies(signerInfo, certificate));
    return { signer, integrity: isIntact ? 'intact' : 'altered' };
  } catch {
    return { signer, integrity: 'malformed' };
  }
}

/** The first SignerInfo and its certificate: the one that it names, or the only one there is. */
function readSigner(cms: Uint8Array): { signerInfo: SignerInfo; certificate: Certificate } {
  const contentInfo = ContentInfo.fromBER(Uint8Array.from(cms).buffer);
  const { signerInfos, certificates = [] } = new SignedData({ schema: contentInfo.content });
  const [signerInfo] = signerInfos;
  const known = certificates.filter((each) => each instanceof Certificate);
  const certificate = known.length === 1 ? known[0] : known.find((each) => isNamedBy(signerInfo?.sid, each));
  if (!signerInfo || !certificate) throw new TypeError("the signer's certificate is not in the CMS");
  return { signerInfo, certificate };
}

function isNamedBy(sid: unknown, { issuer, serialNumber }: Certificate): boolean {
  return sid instanceof IssuerAndSerialNumber && issuer.isEqual(sid.issuer) && serialNumber.isEqual(sid.serialNumber);
}

function commonNameOf(certificate: Certificate): string {
  const name = certificate.subject.typesAndValues.find(({ type }) => type === '2.5.4.3');
  return name ? String(name.value.valueBlock.value) : '';
}

async function digestMatches(
  { digestAlgorithm, signedAttrs }: SignerInfo,
  digestOf: (algorithm: DigestAlgorithm) => Promise<Uint8Array>,
): Promise<boolean> {
  const messageDigest = signedAttrs?.attributes.find(({ type }) => type === '1.2.840.113549.1.9.4')?.values[0];
  if (!(messageDigest instanceof OctetString)) throw new TypeError('no messageDigest attribute');
  const digest = await digestOf(digestName(digestAlgorithm.algorithmId));
  return equalBytes(new Uint8Array(messageDigest.getValue()), digest);
}

async function valueVerifies(signerInfo: SignerInfo, certificate: Certificate): Promise<boolean> {
  const { signedAttrs, signature, signatureAlgorithm, digestAlgorithm } = signerInfo;
  if (!signedAttrs) return false;
  return getCrypto(true).verifyWithPublicKey(
    signedAttrs.encodedValue,
    signature,
    certificate.subjectPublicKeyInfo,
    signatureAlgorithm,
    digestName(digestAlgorithm.algorithmId),
  );
}

const DIGEST_NAMES: Readonly<Record<string, DigestAlgorithm>> = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

function digestName(oid: string): DigestAlgorithm {
  const name = DIGEST_NAMES[oid];
  if (!name) throw new TypeError(`the digest algorithm ${oid} is not checked here`);
  return name;
}
