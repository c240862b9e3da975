import type { SealStatus } from '../model/registry.ts';
import type { Notice, NoticeCode } from '../model/report.ts';
import { isoTime } from '../model/time.ts';
import type { Anchored, ReadSeal, SealFacts } from './facts.ts';
import type { Policy } from './policy.ts';

type Remark = Omit<Notice, 'documentId'>;

/** What a reader should know beside the verdict; it never changes it. `now` in Unix seconds. */
export function noticesOf(seal: SealFacts, policy: Policy, now: number): Notice[] {
  if (!seal.read) return [];
  const anchored = seal.ledger.reached ? seal.ledger.anchored : undefined;
  const remarks = [
    ...(anchored ? [...whatBecameOfTheSeal(anchored), ...claimedTime(seal, anchored, policy)] : []),
    ...expiry(seal, now),
    ...laterSeal(seal),
    ...overlapping(seal),
  ];
  return remarks.map((remark) => ({ ...remark, documentId: seal.record.documentId }));
}

const LATER: readonly (readonly [SealStatus, NoticeCode])[] = [
  ['suspended', 'seal-suspended-later'],
  ['retired', 'seal-retired-later'],
  ['revoked', 'seal-revoked-later'],
];

function whatBecameOfTheSeal({ seal, epoch }: Anchored): Remark[] {
  const later = seal.epochs.filter((candidate) => candidate.epoch > epoch.epoch);
  const rotation = later.find(({ keyVersion }) => keyVersion !== epoch.keyVersion);
  return [
    ...LATER.flatMap(([status, code]): Remark[] => {
      const change = later.find((candidate) => candidate.status === status);
      return change ? [{ code, detail: `the seal was ${status} at ${isoTime(change.since)}, after this sealing` }] : [];
    }),
    ...(rotation
      ? [{ code: 'seal-rotated-later', detail: `the seal has another key since ${isoTime(rotation.since)}` } as const]
      : []),
  ];
}

function claimedTime({ claimedTime }: ReadSeal, { anchor }: Anchored, policy: Policy): Remark[] {
  if (claimedTime === undefined || Math.abs(claimedTime - anchor.anchoredAt) <= policy.claimedTimeTolerance) return [];
  const detail = `the file claims ${isoTime(claimedTime)}, the chain recorded the seal at ${isoTime(anchor.anchoredAt)}`;
  return [{ code: 'claimed-time-differs', detail }];
}

function expiry({ record }: ReadSeal, now: number): Remark[] {
  if (record.validUntil === 0 || now <= record.validUntil) return [];
  return [{ code: 'document-expired', detail: `the document was valid until ${isoTime(record.validUntil)}` }];
}

/** A truncated file hides the seals that came later. */
function laterSeal({ knownSuccessor, laterRevisions }: ReadSeal): Remark[] {
  const inFile = laterRevisions
    .flatMap(({ signedBy }) => signedBy)
    .some((signature) => signature.kind === 'seal' && signature.seal.read && signature.seal.record.documentId === knownSuccessor);
  if (knownSuccessor === undefined || inFile) return [];
  return [{ code: 'later-seal-known', detail: `document ${knownSuccessor} was sealed over this one and is not in the file` }];
}

function overlapping({ field, overlaps }: ReadSeal): Remark[] {
  if (overlaps.length === 0) return [];
  return [{ code: 'covers-earlier-content', detail: `on the page ${field} covers ${overlaps.join(', ')}` }];
}
