import { rootOf } from '../../merkle/tree.ts';
import { Unavailable } from '../../model/errors.ts';
import type { DocumentId } from '../../model/identifiers.ts';
import type { NetworkFile } from '../../model/network.ts';
import type { ReceiptFacts } from '../facts.ts';
import type { ReceiptSource } from '../receipt-source.ts';
import type { SealReading } from './read-signature.ts';

/** What a seal in the file claims about its recording. */
export interface RecordingClaim {
  readonly seal: SealReading;
  readonly receipt?: ReceiptFacts;
  readonly knownSuccessor?: DocumentId;
}

/** The seal's receipt, from the file or else from the service, and what the service knows came after. */
export async function readReceipt(
  seal: SealReading,
  network: NetworkFile,
  service: ReceiptSource | undefined,
): Promise<RecordingClaim> {
  const { facts, receipt: own } = seal;
  const { documentId } = facts.record;
  const [receipt, knownSuccessor] = await Promise.all([
    own ?? ask(() => service?.receipt(documentId)),
    ask(() => service?.successor(documentId)),
  ]);
  return {
    seal,
    ...(receipt && {
      receipt: { receipt, source: own ? 'file' : 'service', computedRoot: rootOf(facts.leaf, receipt.path), network },
    }),
    ...(knownSuccessor && { knownSuccessor }),
  };
}

/** A service out of reach knows nothing; the chain decides. */
async function ask<Answer>(question: () => Promise<Answer | undefined> | undefined): Promise<Answer | undefined> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}
