import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { Wallet } from 'ethers';
import { expect, onTestFinished, test } from 'vitest';
import { startLocalChain } from '../../scripts/local-chain/start-local-chain.ts';
import { askNode } from '../../src/ledger/read/json-rpc.ts';
import { publishedKey } from '../../src/main/published-keys.ts';
import { Unavailable } from '../../src/model/errors.ts';
import { startTestNode } from '../support/chain.ts';
import { temporaryFolder } from '../support/folders.ts';

interface Block {
  readonly number: string;
  readonly hash: string;
  readonly timestamp: string;
  readonly transactions: readonly string[];
}

test('after every kill -9 under load, the chain comes back with all that was seen of it', async () => {
  const folder = temporaryFolder();
  const seen = new Map<string, Block>();
  const acknowledged = new Set<string>();

  for (let kill = 0; kill < 4; kill += 1) {
    const { child, rpc } = await startProcess(folder);
    for (const block of seen.values()) expect(await rpc('eth_getBlockByNumber', block.number, false)).toEqual(block);
    for (const digest of acknowledged) expect(await rpc('eth_getTransactionReceipt', digest)).toMatchObject({ status: '0x1' });

    const load = Promise.all([0, 1, 2].map((account) => transferUntilDead(rpc, account, { seen, acknowledged })));
    await sleep(150 + Math.random() * 350);
    child.kill('SIGKILL');
    await load;
  }

  const { rpc } = await startProcess(folder);
  const newest = (await rpc('eth_getBlockByNumber', 'latest', false)) as Block;
  expect(acknowledged.size).toBeGreaterThan(4);
  // Each transaction has a block of its own; those in flight at a kill were finished, at most one for each account.
  expect(Number(newest.number)).toBeGreaterThanOrEqual(acknowledged.size);
  expect(Number(newest.number)).toBeLessThanOrEqual(acknowledged.size + 4 * 3);
});

test('time stands in the blocks as the clock gave it: never ahead, never back', async () => {
  const { rpc } = await startHere(temporaryFolder());
  const began = now();
  for (let nonce = 0; nonce < 20; nonce += 1) await rpc('eth_sendRawTransaction', await transfer(0, nonce));
  const times = [];
  for (let number = 1; number <= 20; number += 1) times.push(Number((await blockOf(rpc, number)).timestamp));
  expect(times).toEqual([...times].sort((one, other) => one - other));
  expect(times[0]).toBeGreaterThanOrEqual(began);
  expect(times.at(-1)).toBeLessThanOrEqual(now());
});

test('a call on the pending block goes by the clock, also when all blocks are old', async () => {
  const folder = temporaryFolder();
  const first = await startHere(folder);
  await first.rpc('eth_sendRawTransaction', await transfer(0, 0));
  await first.close();
  changeJournal(folder, 'update genesis set time = time - 86400; update entry set time = time - 80000, block = null');

  const { rpc } = await startHere(folder);
  expect(Number((await blockOf(rpc, 1)).timestamp)).toBeLessThan(now() - 79_000);
  const pending = (await rpc('eth_getBlockByNumber', 'pending', false)) as Block;
  expect(Math.abs(Number(pending.timestamp) - now())).toBeLessThan(60);
});

test('a transaction that the chain refuses leaves no trace', async () => {
  const folder = temporaryFolder();
  const chain = await startHere(folder);
  await chain.rpc('eth_sendRawTransaction', await transfer(0, 0));
  await expect(chain.rpc('eth_sendRawTransaction', await transfer(0, 0))).rejects.toThrow(/nonce|known/i);
  await expect(chain.rpc('eth_sendRawTransaction', '0x00')).rejects.toThrow();
  await chain.close();
  expect(journalLength(folder)).toBe(1);
});

test('a transaction that was written down and not yet executed is executed at the next start', async () => {
  const folder = temporaryFolder();
  await (await startHere(folder)).close();
  const raw = await transfer(0, 0);
  changeJournal(folder, `insert into entry (time, txn) values (${now()}, unhex('${raw.slice(2)}'))`);

  const { rpc } = await startHere(folder);
  expect((await blockOf(rpc, 1)).transactions).toHaveLength(1);
});

test('a journal whose blocks come out differently is refused', async () => {
  const folder = temporaryFolder();
  const chain = await startHere(folder);
  await chain.rpc('eth_sendRawTransaction', await transfer(0, 0));
  await chain.close();
  changeJournal(folder, 'update entry set time = time + 1');
  await expect(startLocalChain({ folder, port: 0 })).rejects.toMatchObject({ code: 'chain-differs' });
});

test('a folder belongs to one chain at a time', async () => {
  const folder = temporaryFolder();
  const chain = await startHere(folder);
  await expect(startLocalChain({ folder, port: 0 })).rejects.toMatchObject({ code: 'chain-in-use' });
  await chain.close();
  await startHere(folder);
});

test('whatever the journal could not bring back is refused', async () => {
  const { rpc } = await startHere(temporaryFolder());
  for (const method of [
    'eth_sendTransaction',
    'evm_mine',
    'evm_increaseTime',
    'evm_revert',
    'hardhat_setBalance',
    'hardhat_reset',
  ]) {
    await expect(rpc(method, {})).rejects.toThrow(`it refuses ${method}`);
  }
});

test("a revert is answered as Hardhat's own node answers it, data and all", async () => {
  const revertWithOneByte = { data: '0x600160005360016000fd' };
  const answers = [];
  const node = await startTestNode();
  onTestFinished(() => node.stop());
  for (const url of [node.rpcUrl, (await startHere(temporaryFolder())).rpcUrl]) {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'eth_call', params: [revertWithOneByte, 'latest'] });
    answers.push(await (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).json());
  }
  expect(answers[0]).toMatchObject({ id: 7, error: { code: 3, data: '0x01' } });
  expect(answers[1]).toEqual(answers[0]);
});

test('only programs that say they speak JSON are answered, so that no web page can send', async () => {
  const { rpcUrl } = await startHere(temporaryFolder());
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId' });
  expect((await fetch(rpcUrl, { method: 'POST', headers: { 'content-type': 'text/plain' }, body })).status).toBe(415);
  expect((await fetch(rpcUrl)).status).toBe(415);
});

const now = () => Math.floor(Date.now() / 1000);
type Rpc = (method: string, ...params: unknown[]) => Promise<unknown>;

const blockOf = async (rpc: Rpc, number: number) =>
  (await rpc('eth_getBlockByNumber', `0x${number.toString(16)}`, false)) as Block;

/** A signed transfer from a published account to itself. */
async function transfer(account: number, nonce: number): Promise<string> {
  const wallet = new Wallet(publishedKey(account));
  return wallet.signTransaction({
    chainId: 31337,
    type: 2,
    to: wallet.address,
    value: 1,
    nonce,
    gasLimit: 21_000,
    maxFeePerGas: 10n ** 11n,
    maxPriorityFeePerGas: 1,
  });
}

/** Sends one transfer after the other, noting what the chain answered, until it answers no more. */
async function transferUntilDead(
  rpc: Rpc,
  account: number,
  { seen, acknowledged }: { seen: Map<string, Block>; acknowledged: Set<string> },
): Promise<void> {
  const { address } = new Wallet(publishedKey(account));
  try {
    for (;;) {
      const nonce = Number(await rpc('eth_getTransactionCount', address, 'latest'));
      acknowledged.add((await rpc('eth_sendRawTransaction', await transfer(account, nonce))) as string);
      const block = (await rpc('eth_getBlockByNumber', 'latest', false)) as Block;
      seen.set(block.number, block);
    }
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
  }
}

const rpcTo =
  (url: string): Rpc =>
  (method, ...params) =>
    askNode(url, method, params);

async function startHere(folder: string) {
  const chain = await startLocalChain({ folder, port: 0 });
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= chain.close());
  onTestFinished(close);
  return { rpcUrl: chain.rpcUrl, rpc: rpcTo(chain.rpcUrl), close };
}

async function startProcess(folder: string): Promise<{ child: ChildProcess; rpc: Rpc }> {
  const child = spawn(process.execPath, [path.resolve('scripts/local-chain/main.ts'), '--folder', folder, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, rpc: rpcTo(line.replace('chain ', '')) };
}

function changeJournal(folder: string, sql: string): void {
  const database = new DatabaseSync(path.join(folder, 'journal.sqlite'));
  database.exec(sql);
  database.close();
}

function journalLength(folder: string): number {
  const database = new DatabaseSync(path.join(folder, 'journal.sqlite'));
  const { length } = database.prepare('select count(*) as length from entry').get() as { length: number };
  database.close();
  return length;
}
