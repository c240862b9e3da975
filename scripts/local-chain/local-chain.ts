import path from 'node:path';
import { isHexString, keccak256, toQuantity } from 'ethers';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import { Refusal } from '../../src/model/errors.ts';
import type { Digest, Hex } from '../../src/model/identifiers.ts';
import { type Journal, type JournalEntry, openJournal } from './journal.ts';

/** A Hardhat network that comes back as it was: same blocks, times and digests, however its process ended. */
export interface LocalChain {
  /** One JSON-RPC call. Throws what Hardhat throws, or `Refusal` (`method-refused`). */
  request(method: string, params: readonly unknown[]): Promise<unknown>;
  close(): Promise<void>;
}

type Rpc = <Answer>(method: string, params?: readonly unknown[]) => Promise<Answer>;

/**
 * Opens the chain in `folder`, or begins one, and replays every transaction of its journal. Throws `Refusal` (`chain-in-use`,
 * `chain-differs`).
 */
export async function openLocalChain(folder: string): Promise<LocalChain> {
  const journal = openJournal(folder, clock());
  try {
    const { rpc, close } = await createNetwork(journal.genesisTime);
    for (const entry of journal.entries()) await replay(rpc, journal, entry, folder);
    await catchUpWithClock(rpc);
    return serveCalls(rpc, journal, close);
  } catch (error) {
    journal.close();
    throw error;
  }
}

const clock = () => Math.floor(Date.now() / 1000);

async function createNetwork(genesisTime: number): Promise<{ rpc: Rpc; close(): Promise<void> }> {
  const hre = await createHardhatRuntimeEnvironment({}, {}, path.resolve(import.meta.dirname, '../..'));
  const { provider, close } = await hre.network.create({
    override: {
      // As `hardhat node` has it today; named, for under other rules the same transactions would make other blocks.
      hardfork: 'osaka',
      initialDate: new Date(genesisTime * 1000),
      // One block a transaction, many a second: its time must not run ahead of the clock.
      allowBlocksWithSameTimestamp: true,
      // Every block is mined by `execute`, at the time that the journal holds.
      mining: { auto: false, interval: 0 },
    },
  });
  return {
    rpc: <Answer>(method: string, params: readonly unknown[] = []) =>
      provider.request({ method, params: [...params] }) as Promise<Answer>,
    close,
  };
}

/** A block at `time` for whatever was submitted; its digest. */
async function mine(rpc: Rpc, time: number): Promise<Digest> {
  await rpc('evm_mine', [toQuantity(time)]);
  return (await newestBlock(rpc)).hash;
}

const submit = (rpc: Rpc, transaction: Hex) => rpc<Digest>('eth_sendRawTransaction', [transaction]);
const newestBlock = (rpc: Rpc) => rpc<{ hash: Digest; timestamp: Hex }>('eth_getBlockByNumber', ['latest', false]);

async function replay(rpc: Rpc, journal: Journal, entry: JournalEntry, folder: string): Promise<void> {
  const refusal = await submit(rpc, entry.transaction).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  // Refused when it came, too, by a process that died before it could drop it.
  if (refusal !== undefined && entry.block === undefined) return journal.drop(entry.position);
  if (refusal !== undefined) throw differs(folder, entry, refusal);

  const block = await mine(rpc, entry.time);
  if (entry.block === undefined) return journal.conclude(entry.position, block);
  if (entry.block !== block) throw differs(folder, entry, `its block came out as ${block} and was ${entry.block}`);
}

function differs(folder: string, { position, transaction }: JournalEntry, what: string): Refusal {
  return new Refusal(
    'chain-differs',
    `the chain in ${folder} cannot be restored: transaction ${position} (${keccak256(transaction)}): ${what}. ` +
      'The journal was made by another version of Hardhat, or was changed: use that version, or delete the data folder',
    { folder, position },
  );
}

/** Replaying old blocks set the network's clock back to theirs; calls on the pending block go by it. */
async function catchUpWithClock(rpc: Rpc): Promise<void> {
  const pending = await rpc<{ timestamp: Hex }>('eth_getBlockByNumber', ['pending', false]);
  const behind = clock() - Number(pending.timestamp);
  if (behind > 0) await rpc('evm_increaseTime', [toQuantity(behind)]);
}

/** Calls that change nothing which the journal would have to remember. */
const READS =
  /^(eth_(accounts|blockNumber|call|chainId|createAccessList|estimateGas|feeHistory|gasPrice|get[A-Za-z]+|maxPriorityFeePerGas|newBlockFilter|newFilter|syncing|uninstallFilter)|net_[a-z]+|web3_[a-zA-Z0-9]+|debug_traceTransaction)$/;

function serveCalls(rpc: Rpc, journal: Journal, closeNetwork: () => Promise<void>): LocalChain {
  let underWay: Promise<unknown> = Promise.resolve();
  /** One at a time: what one call began, the next one sees finished. */
  function inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const result = underWay.then(work);
    underWay = result.catch(() => undefined);
    return result;
  }

  async function send(transaction: unknown): Promise<Digest> {
    if (!isHexString(transaction)) {
      throw new Refusal('method-refused', 'eth_sendRawTransaction takes one signed transaction in hexadecimal');
    }
    const time = Math.max(clock(), Number((await newestBlock(rpc)).timestamp));
    // Write-ahead: a process that dies from here on has lost nothing that anybody has seen.
    const position = journal.append({ time, transaction: transaction as Hex });
    const digest = await submit(rpc, transaction as Hex).catch((error) => {
      journal.drop(position);
      throw error;
    });
    journal.conclude(position, await mine(rpc, time));
    return digest;
  }

  return {
    async request(method, params) {
      if (method === 'eth_sendRawTransaction') return inTurn(() => send(params[0]));
      if (READS.test(method)) return inTurn(() => rpc(method, params));
      throw new Refusal(
        'method-refused',
        `this chain remembers signed transactions alone, so it refuses ${method}: sign with an account's key and use eth_sendRawTransaction; for tests use 'npx hardhat node'`,
      );
    },
    async close() {
      await underWay;
      await closeNetwork();
      journal.close();
    },
  };
}
