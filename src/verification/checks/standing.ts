import { isoTime } from '../../model/time.ts';
import type { Anchored, ReachedLedger, ReadSeal } from '../facts.ts';
import { clear, compare, type Finding, found } from './finding.ts';

/** Certificate, record, anchor and registry name one seal and one key: that of the epoch the anchor was made in. */
export function findOtherIdentity({ record, certificate }: ReadSeal, { anchor, seal, epoch, key }: Anchored): Finding {
  return compare(
    [
      anchor.sealId !== record.sealId && `the record names seal ${record.sealId}, the anchor ${anchor.sealId}`,
      seal.sealId !== record.sealId && `the record names seal ${record.sealId}, the registry ${seal.sealId}`,
      certificate.digest !== key.certificateDigest &&
        `certificate ${certificate.digest} signed, but in epoch ${epoch.epoch} of the anchor it was ${key.certificateDigest}`,
      certificate.key !== key.key &&
        `the certificate's key is not key ${key.version} of the seal, the one of epoch ${epoch.epoch}`,
    ],
    `certificate, record, anchor and registry name seal ${seal.sealId} with its key ${key.version} of epoch ${epoch.epoch}`,
  );
}

export function findCertificateOutOfBounds({ certificate }: ReadSeal, { anchor }: Anchored): Finding {
  const { notBefore, notAfter } = certificate;
  const bounds = `valid from ${isoTime(notBefore)} to ${isoTime(notAfter)}`;
  return anchor.anchoredAt < notBefore || anchor.anchoredAt > notAfter
    ? found(`anchored at ${isoTime(anchor.anchoredAt)}, the certificate is ${bounds}`)
    : clear(`the certificate is ${bounds}`);
}

/** A key compromised since before the anchor, or a seal revoked before it. */
export function findRevokedKey(_: ReadSeal, { anchor, seal, key, epoch }: Anchored): Finding {
  const revoked = seal.epochs.find(({ status, epoch: number }) => status === 'revoked' && number <= epoch.epoch);
  return compare(
    [
      key.compromisedSince !== undefined &&
        key.compromisedSince <= anchor.anchoredAt &&
        `key ${key.version} is compromised since ${isoTime(key.compromisedSince)}, the anchor is of ${isoTime(anchor.anchoredAt)}`,
      revoked !== undefined && `the seal was revoked at ${isoTime(revoked.since)}, in epoch ${revoked.epoch}, before the anchor`,
    ],
    `key ${key.version} and the seal were not revoked at the anchor's time, ${isoTime(anchor.anchoredAt)}`,
  );
}

/** The contract forbids it, so it can be seen only if the contract was wrong. */
export function findInactiveSeal(_: ReadSeal, { anchor, seal, epoch }: Anchored): Finding {
  return compare(
    [
      epoch.status !== 'active' && `the seal was ${epoch.status} in epoch ${epoch.epoch}, in which the anchor was made`,
      (anchor.anchoredAt < seal.validFrom || anchor.anchoredAt > seal.validUntil) &&
        `the seal is valid from ${isoTime(seal.validFrom)} to ${isoTime(seal.validUntil)}, the anchor is of ${isoTime(anchor.anchoredAt)}`,
    ],
    `the seal was active in epoch ${epoch.epoch}, in which the anchor was made`,
  );
}

export function findRevokedDocument({ leaf }: ReadSeal, { revocation, block }: ReachedLedger): Finding {
  if (revocation === undefined) return clear(`not revoked as of block ${block}`);
  const { reason, revokedAt, replacement } = revocation;
  const successor = replacement === undefined ? '' : `; leaf ${replacement} takes its place`;
  return found(`leaf ${leaf} was revoked at ${isoTime(revokedAt)}: ${reason}${successor}`);
}
