import { Interface, type LogDescription, toQuantity } from 'ethers';
import type { Digest, Hex } from '../../model/identifiers.ts';
import type { NetworkFile } from '../../model/network.ts';
import type { Anchor } from '../../model/registry.ts';
import { DOCUMENT_LEDGER_ABI } from '../abi/document-ledger.ts';
import { errorName } from './contract-refusal.ts';
import type { Anchoring, AnchoringResult } from './port.ts';
import type { Receipt, Relay } from './relay.ts';

const LEDGER = new Interface(DOCUMENT_LEDGER_ABI);

/** What a mined `anchorMany` did for one of its items. */
export async function anchoringResult(
  relay: Relay,
  network: NetworkFile,
  { sealId, root }: Anchoring,
  transaction: Digest,
  receipt: Receipt,
): Promise<AnchoringResult> {
  if (!receipt.succeeded) return { outcome: 'refused', sealId, root, reason: 'OutOfGas' };
  const events = receipt.logs.flatMap((log) => LEDGER.parseLog(log) ?? []);
  const own = events.find(({ args }) => args['sealId'] === sealId && args['root'] === root);
  if (own?.name === 'AnchoringRefused')
    return { outcome: 'refused', sealId, root, reason: errorName(own.args['selector'] as Hex) };
  if (own?.name === 'Anchored') {
    const anchored = { block: receipt.block, anchoredAt: receipt.time, transaction };
    return { outcome: 'anchored', anchor: { sealId, root, ...termsOf(own), ...anchored } };
  }
  // No event: it was anchored before, and repeating it made no second record.
  return { outcome: 'anchored', anchor: await earlierAnchor(relay, network, { sealId, root }) };
}

async function earlierAnchor(
  relay: Relay,
  network: NetworkFile,
  { sealId, root }: Pick<Anchoring, 'sealId' | 'root'>,
): Promise<Anchor> {
  const data = LEDGER.encodeFunctionData('anchorOf', [sealId, root]);
  const answer = String(await relay.rpc('eth_call', { to: network.ledger, data }, 'latest'));
  const [record] = LEDGER.decodeFunctionResult('anchorOf', answer);
  const block = toQuantity(record.blockNumber);
  const topics = LEDGER.encodeFilterTopics('Anchored', [sealId, root]);
  const [log] = (await relay.rpc('eth_getLogs', { address: network.ledger, fromBlock: block, toBlock: block, topics })) as {
    transactionHash: Digest;
  }[];
  if (log === undefined) throw new Error(`no event of the anchor of ${root} in block ${record.blockNumber}`);
  return {
    sealId,
    root,
    epoch: Number(record.epoch),
    leafCount: Number(record.leafCount),
    anchoredAt: Number(record.anchoredAt),
    block: Number(record.blockNumber),
    transaction: log.transactionHash,
  };
}

const termsOf = ({ args }: LogDescription): Pick<Anchor, 'epoch' | 'leafCount'> => ({
  epoch: Number(args['epoch']),
  leafCount: Number(args['leafCount']),
});
