import type { ReadSeal, SealFacts } from '../facts.ts';
import { clear, type Finding, found } from './finding.ts';

/** A malformed ByteRange, CMS or record; weak or unknown structure. */
export function findMalformed(seal: SealFacts): Finding {
  return seal.read ? clear('field, ByteRange, CMS and sealing record are well-formed') : found(seal.reason);
}

export function findDigestDifference({ record, coveredDigest }: ReadSeal): Finding {
  return record.documentDigest === coveredDigest
    ? clear(`the covered bytes hash to ${coveredDigest}, as signed`)
    : found(`signed digest ${record.documentDigest}, the covered bytes hash to ${coveredDigest}`);
}

export function findWrongSignature({ signatureVerifies, certificate }: ReadSeal): Finding {
  return signatureVerifies
    ? clear(`the signature value verifies with the key of certificate ${certificate.digest}`)
    : found(`the signature value does not verify with the key of certificate ${certificate.digest}`);
}

export function findWeakAlgorithm({ weakness }: ReadSeal): Finding {
  return weakness === undefined ? clear('the algorithm is on the white list') : found(weakness);
}
