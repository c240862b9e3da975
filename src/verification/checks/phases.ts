import type { Anchored, ReachedLedger, ReadSeal } from '../facts.ts';
import { type Finding, notMade } from './finding.ts';

/** Makes a check that needs the chain's answer one that says so where there is none. */
export const onLedger =
  (find: (seal: ReadSeal, ledger: ReachedLedger) => Finding) =>
  (seal: ReadSeal): Finding =>
    seal.ledger.reached ? find(seal, seal.ledger) : notMade('the chain could not be read');

/** Makes a check that needs the anchor, and with it time and epoch, one that says so where there is none. */
export const onAnchor = (find: (seal: ReadSeal, anchored: Anchored) => Finding) =>
  onLedger((seal, { anchored }) => (anchored ? find(seal, anchored) : notMade('without an anchor there is no time to judge by')));
