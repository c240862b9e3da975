import { Interface, type Result, toQuantity } from 'ethers';
import { Refusal, Unavailable } from '../../model/errors.ts';
import type { Address, AgencyId, Digest, Leaf, Root, SealId } from '../../model/identifiers.ts';
import type { NetworkFile } from '../../model/network.ts';
import type { Agency, Anchor, DocumentRevocation, Seal } from '../../model/registry.ts';
import { DOCUMENT_LEDGER_ABI } from '../abi/document-ledger.ts';
import { SEAL_REGISTRY_ABI } from '../abi/seal-registry.ts';
import { agreed, askAll } from './agreement.ts';
import { toAgency, toRevocation, toSeal } from './decode.ts';
import { askNode } from './json-rpc.ts';
import type { LedgerReader, LedgerSnapshot } from './port.ts';

const REGISTRY = new Interface(SEAL_REGISTRY_ABI);
const LEDGER = new Interface(DOCUMENT_LEDGER_ABI);

/** Items in one answer of an enumeration: far below what a node's gas cap for calls allows. */
const PAGE = 1_000;

/** The nodes of one snapshot and the block that all of them have. */
interface PinnedBlock {
  readonly urls: readonly string[];
  readonly quorum: number;
  readonly number: number;
  readonly time: number;
}

/**
 * Reads the contracts of `network`. Only eth_call, eth_chainId, eth_blockNumber, eth_getBlockByNumber and eth_getLogs are
 * used. `options` names other nodes to ask, and how many of them must answer, in place of the network file's.
 */
export function createLedgerReader(
  network: NetworkFile,
  options: { readonly rpcUrls?: readonly string[]; readonly quorum?: number } = {},
): LedgerReader {
  const urls = options.rpcUrls ?? network.rpcUrls;
  const quorum = options.quorum ?? network.quorum;
  if (quorum < 1 || urls.length < quorum) {
    throw new Refusal(
      'invalid-quorum',
      `a quorum of ${quorum} among ${urls.length} nodes cannot be met: name at least as many nodes`,
    );
  }
  return { snapshot: async () => createSnapshot(network, await pinBlock(network, urls, quorum)) };
}

/** The newest block that every answering node has, once all of them proved to be nodes of this chain and agree on it. */
async function pinBlock(network: NetworkFile, urls: readonly string[], quorum: number): Promise<PinnedBlock> {
  const nodes = await askAll(urls, quorum, async (url) => {
    const [chainId, genesis, newest] = await Promise.all([
      askNode(url, 'eth_chainId', []),
      askBlock(url, 0),
      askNode(url, 'eth_blockNumber', []),
    ]);
    return { chainId: Number(chainId), genesis: genesis.hash, newest: Number(newest) };
  });
  for (const { url, value } of nodes) {
    if (value.chainId === network.chainId && value.genesis === network.genesis) continue;
    throw new Unavailable(
      'wrong-chain',
      `${url} serves chain ${value.chainId} with genesis ${value.genesis}, the network file names chain ${network.chainId} with genesis ${network.genesis}`,
    );
  }
  const number = Math.min(...nodes.map(({ value }) => value.newest));
  const asked = nodes.map(({ url }) => url);
  const blocks = await askAll(asked, quorum, (url) => askBlock(url, number));
  const { time } = agreed(blocks, `block ${number}`);
  return { urls: blocks.map(({ url }) => url), quorum, number, time };
}

async function askBlock(url: string, number: number): Promise<{ readonly hash: unknown; readonly time: number }> {
  const block = (await askNode(url, 'eth_getBlockByNumber', [toQuantity(number), false])) as Record<string, unknown> | null;
  if (block === null) throw new Unavailable('ledger-unreachable', `${url} does not have block ${number}`);
  return { hash: block['hash'], time: Number(block['timestamp']) };
}

function createSnapshot(network: NetworkFile, block: PinnedBlock): LedgerSnapshot {
  const call = (to: Address, contract: Interface, name: string, args: readonly unknown[]): Promise<Result> =>
    callContract(block, to, contract, name, args);
  const registry = (name: string, ...args: readonly unknown[]) => call(network.registry, REGISTRY, name, args);
  const ledger = (name: string, ...args: readonly unknown[]) => call(network.ledger, LEDGER, name, args);

  async function page<Id>(name: string, ...args: readonly unknown[]): Promise<readonly Id[]> {
    const ids: Id[] = [];
    for (;;) {
      const [next] = await registry(name, ...args, ids.length, PAGE);
      ids.push(...(next as Id[]));
      if (next.length < PAGE) return ids;
    }
  }

  async function agency(agencyId: AgencyId): Promise<Agency | undefined> {
    const [fields] = await registry('agencyOf', agencyId);
    return toAgency(agencyId, fields);
  }

  async function seal(sealId: SealId): Promise<Seal | undefined> {
    const [fields] = await registry('sealOf', sealId);
    return toSeal(sealId, fields);
  }

  const agencyIds = () => page<AgencyId>('agencyIds');

  return {
    block: block.number,
    time: block.time,
    agency,
    seal,
    async agencies() {
      return present(await Promise.all((await agencyIds()).map(agency)));
    },
    async seals(agencyId) {
      const holders = agencyId === undefined ? await agencyIds() : [agencyId];
      const sealIds = await Promise.all(holders.map((holder) => page<SealId>('sealIdsOf', holder)));
      return present(await Promise.all(sealIds.flat().map(seal)));
    },
    async anchor(sealId, root) {
      const [fields] = await ledger('anchorOf', sealId, root);
      if (fields.epoch === 0n) return undefined;
      const anchor = {
        epoch: Number(fields.epoch),
        leafCount: Number(fields.leafCount),
        anchoredAt: Number(fields.anchoredAt),
        block: Number(fields.blockNumber),
      };
      const transaction = await anchoringTransaction(network, block, sealId, root, anchor.block);
      return { sealId, root, ...anchor, transaction, final: block.number - anchor.block >= network.confirmations };
    },
    async revocation(sealId, leaf): Promise<DocumentRevocation | undefined> {
      const [fields] = await ledger('revocationOf', sealId, leaf);
      return toRevocation(sealId, leaf as Leaf, fields);
    },
  };
}

const present = <Value>(values: readonly (Value | undefined)[]): Value[] => values.filter((value) => value !== undefined);

async function callContract(
  block: PinnedBlock,
  to: Address,
  contract: Interface,
  name: string,
  args: readonly unknown[],
): Promise<Result> {
  const request = { to, data: contract.encodeFunctionData(name, args) };
  const answers = await askAll(block.urls, block.quorum, (url) => askNode(url, 'eth_call', [request, toQuantity(block.number)]));
  const data = agreed(answers, `${name} at block ${block.number}`);
  if (data === '0x')
    throw new Unavailable(
      'wrong-chain',
      `there is no contract at ${to} in block ${block.number}: is the network file's address right?`,
    );
  try {
    return contract.decodeFunctionResult(name, String(data));
  } catch (cause) {
    throw new Unavailable('wrong-chain', `the contract at ${to} does not answer ${name} as this version's contract does`, {
      cause,
    });
  }
}

/** The anchor's own record does not hold its transaction; the event that came with it does. */
async function anchoringTransaction(
  network: NetworkFile,
  block: PinnedBlock,
  sealId: SealId,
  root: Root,
  anchoredIn: Anchor['block'],
): Promise<Digest> {
  const filter = {
    address: network.ledger,
    fromBlock: toQuantity(anchoredIn),
    toBlock: toQuantity(anchoredIn),
    topics: LEDGER.encodeFilterTopics('Anchored', [sealId, root]),
  };
  const answers = await askAll(block.urls, block.quorum, async (url) => {
    const logs = (await askNode(url, 'eth_getLogs', [filter])) as readonly { readonly transactionHash: Digest }[];
    return logs.map((log) => log.transactionHash);
  });
  const [transaction] = agreed(answers, `the event of the anchor in block ${anchoredIn}`);
  if (transaction !== undefined) return transaction;
  throw new Unavailable(
    'ledger-unreachable',
    `the chain nodes no longer keep the events of block ${anchoredIn}: ask an archive node`,
  );
}
