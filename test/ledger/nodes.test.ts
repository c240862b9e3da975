import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLedgerReader } from '../../src/ledger/read/ethers-reader.ts';
import { createRegistryWriter } from '../../src/ledger/write/ethers-writer.ts';
import { startTestChain, startTestNode, type TestChain } from '../support/chain.ts';
import { registerSeal } from '../support/registered-seal.ts';

/** Nothing listens on port 1. */
const NOBODY = 'http://127.0.0.1:1';

let chain: TestChain;
beforeAll(async () => {
  chain = await startTestChain();
});
afterAll(() => chain.stop());

type Tamper = (method: string, result: unknown) => unknown;

/** A second node of the same chain: it hands every request on and may lie in its answers. */
async function startRelayingNode(
  tamper: Tamper = (_, result) => result,
): Promise<{ url: string; methods: Set<string>; stop(): void }> {
  const methods = new Set<string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const { method } = JSON.parse(body);
    methods.add(method);
    const answer = await fetch(chain.rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const json = (await answer.json()) as { result: unknown };
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ ...json, result: tamper(method, json.result) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, methods, stop: () => server.close() };
}

const asking = (quorum: number, ...rpcUrls: string[]) => createLedgerReader(chain.network, { rpcUrls, quorum });

describe('several nodes', () => {
  test('two that agree answer, by five methods only', async () => {
    const { sealId } = await registerSeal(chain);
    const second = await startRelayingNode();
    const seal = await (await asking(2, chain.rpcUrl, second.url).snapshot()).seal(sealId);
    second.stop();
    expect(seal?.sealId).toBe(sealId);
    const permitted = ['eth_call', 'eth_chainId', 'eth_blockNumber', 'eth_getBlockByNumber', 'eth_getLogs'];
    expect([...second.methods].filter((method) => !permitted.includes(method))).toEqual([]);
  });

  test.each<[what: string, tamper: Tamper]>([
    [
      'a contract',
      (method, result) =>
        method === 'eth_call' ? String(result).replace(/[0-9a-f](?=0{64}$)|[0-9a-f]$/, (d) => (d === '0' ? '1' : '0')) : result,
    ],
    [
      'a block',
      (method, result) =>
        method === 'eth_getBlockByNumber' && isLater(result) ? { ...result, hash: `0x${'11'.repeat(32)}` } : result,
    ],
  ])('nodes-disagree where they differ about %s', async (_, tamper) => {
    const { sealId } = await registerSeal(chain);
    const liar = await startRelayingNode(tamper);
    const reading = asking(1, chain.rpcUrl, liar.url)
      .snapshot()
      .then((snapshot) => snapshot.seal(sealId));
    await expect(reading).rejects.toMatchObject({ name: 'Unavailable', code: 'nodes-disagree' });
    liar.stop();
  });

  test('the snapshot is of the newest block that both have', async () => {
    const stale = await startRelayingNode((method, result) => (method === 'eth_blockNumber' ? '0x3' : result));
    const snapshot = await asking(2, chain.rpcUrl, stale.url).snapshot();
    stale.stop();
    expect(snapshot.block).toBe(3);
  });

  test('one that is out of reach does not matter while the quorum answers', async () => {
    const { sealId } = await registerSeal(chain);
    expect((await (await asking(1, chain.rpcUrl, NOBODY).snapshot()).seal(sealId))?.sealId).toBe(sealId);
    await expect(asking(2, chain.rpcUrl, NOBODY).snapshot()).rejects.toMatchObject({ code: 'ledger-unreachable' });
    await expect(asking(1, NOBODY).snapshot()).rejects.toMatchObject({ code: 'ledger-unreachable' });
  });

  test('what is not a chain node is out of reach', async () => {
    const server = createServer((_, response) => response.end('<html>'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(asking(1, url).snapshot()).rejects.toMatchObject({ code: 'ledger-unreachable' });
    server.close();
  });

  test('a quorum that cannot be met is refused at once', () => {
    expect(() => asking(2, chain.rpcUrl)).toThrow(expect.objectContaining({ code: 'invalid-quorum' }));
  });
});

describe('wrong-chain', () => {
  test.each([
    ['another chain id', 31338],
    ['another chain with the same id', 31337],
  ])('%s', async (_, chainId) => {
    const other = await startTestNode(chainId);
    await expect(asking(1, other.rpcUrl).snapshot()).rejects.toMatchObject({ code: 'wrong-chain' });
    await other.stop();
  });

  test('an address without a contract', async () => {
    const network = { ...chain.network, registry: chain.network.ledger.replace(/.$/, '0') as typeof chain.network.registry };
    const snapshot = await createLedgerReader(network).snapshot();
    await expect(snapshot.agencies()).rejects.toMatchObject({ code: 'wrong-chain' });
  });
});

test('a writer whose node is out of reach says so', async () => {
  const network = { ...chain.network, rpcUrls: [NOBODY] };
  await expect(createRegistryWriter(network, chain.keys.registrar).enrolAgency({ code: 'A', name: 'A' })).rejects.toMatchObject({
    name: 'Unavailable',
    code: 'ledger-unreachable',
  });
});

function isLater(block: unknown): block is { number: string } {
  return typeof block === 'object' && block !== null && (block as { number?: string }).number !== '0x0';
}
