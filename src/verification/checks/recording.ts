import { longestPath } from '../../merkle/tree.ts';
import type { ReachedLedger, ReadSeal, ReceiptFacts } from '../facts.ts';
import { clear, compare, type Finding, found, notMade } from './finding.ts';

/** The chain out of reach, its nodes in disagreement, or the anchor not final yet. */
export function findUnsettledLedger({ ledger }: ReadSeal): Finding {
  if (!ledger.reached) return found(ledger.reason);
  const { anchored, block } = ledger;
  return anchored && !anchored.final
    ? found(`the anchor in block ${anchored.anchor.block} is not final at block ${block}`)
    : clear(`the chain answered as of block ${block}`);
}

/** The receipt comes from the file; which ledger counts is for the network file to say. */
export function findUnknownLedger({ receipt: facts }: ReadSeal): Finding {
  if (facts === undefined) return notMade('there is no receipt');
  const { receipt, network } = facts;
  return compare(
    [
      receipt.chainId !== network.chainId && `the receipt names chain ${receipt.chainId}, the network file ${network.chainId}`,
      receipt.ledger !== network.ledger && `the receipt names ledger ${receipt.ledger}, the network file ${network.ledger}`,
    ],
    `the receipt names chain ${network.chainId} and ledger ${network.ledger}, as the network file does`,
  );
}

export function findUnregisteredKey({ certificate, record }: ReadSeal, { seal, keyHolder }: ReachedLedger): Finding {
  if (seal === undefined) return found(`the registry knows no seal ${record.sealId}`);
  return keyHolder === undefined
    ? found(`the key of certificate ${certificate.digest} is in no history of a seal of ${seal.agency.name}`)
    : clear(`the key of certificate ${certificate.digest} is registered under seal ${keyHolder}`);
}

export function findNoReceipt({ receipt }: ReadSeal): Finding {
  return receipt === undefined
    ? found('no proof of recording: the file holds no receipt, and no service gave one')
    : clear(receipt.source === 'file' ? 'the file holds its receipt' : 'a service gave the receipt');
}

/** The receipt's claims, every one of them, against the anchor of this very document. */
export function findNoAnchor({ record, leaf, receipt: facts }: ReadSeal, { anchored }: ReachedLedger): Finding {
  if (facts === undefined) return notMade('there is no receipt');
  const { receipt, computedRoot } = facts;
  if (computedRoot !== receipt.root)
    return found(
      `unrecorded seal use: the path leads from leaf ${leaf} to ${computedRoot}, the receipt says root ${receipt.root}`,
    );
  if (anchored === undefined)
    return found(`unrecorded seal use: the ledger has no anchor of root ${receipt.root} under seal ${record.sealId}`);
  const { anchor } = anchored;
  return compare(
    [
      receipt.leafCount !== anchor.leafCount &&
        `leaf count ${receipt.leafCount} in the receipt, ${anchor.leafCount} in the anchor`,
      pathTooLong(facts),
      receipt.transaction !== anchor.transaction &&
        `transaction ${receipt.transaction} in the receipt, ${anchor.transaction} in the anchor`,
      receipt.block !== anchor.block && `block ${receipt.block} in the receipt, ${anchor.block} in the anchor`,
    ],
    `leaf ${leaf} is under root ${anchor.root}, anchored in block ${anchor.block}`,
  );
}

/** Else an inner node of the tree could pass for a leaf's sibling further down (docs/formats.md, 'Batch tree'). */
const pathTooLong = ({ receipt }: ReceiptFacts): string | false =>
  receipt.path.length > longestPath(receipt.leafCount) &&
  `a path of ${receipt.path.length} is too long for ${receipt.leafCount} leaves`;
