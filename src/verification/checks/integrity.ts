import type { ReadSeal, SealFacts } from '../facts.ts';
import { clear, type Finding, found, notMade } from './finding.ts';

/** A malformed ByteRange, CMS or record; weak or unknown structure. */
export function findMalformed(seal: SealFacts): Finding {
  return seal.read ? clear('field, ByteRange, CMS and sealing record are well-formed') : found(seal.reason);
}

/** Where the algorithm is not on the white list nothing is computed with it: its own row says so. */
const notOnTheList = ({ weakness }: ReadSeal): Finding | undefined =>
  weakness === undefined ? undefined : notMade(`not computed: ${weakness}`);

export function findDigestDifference(seal: ReadSeal): Finding {
  const { record, coveredDigest } = seal;
  if (record.documentDigest === coveredDigest) return clear(`the covered bytes hash to ${coveredDigest}, as signed`);
  const difference = `signed digest ${record.documentDigest}, the covered bytes hash to ${coveredDigest}`;
  return notOnTheList(seal) ?? found(difference);
}

export function findWrongSignature(seal: ReadSeal): Finding {
  const { signatureVerifies, certificate } = seal;
  if (signatureVerifies) return clear(`the signature value verifies with the key of certificate ${certificate.digest}`);
  return notOnTheList(seal) ?? found(`the signature value does not verify with the key of certificate ${certificate.digest}`);
}

export function findWeakAlgorithm({ weakness }: ReadSeal): Finding {
  return weakness === undefined ? clear('digest, signature and key are on the white list') : found(weakness);
}
