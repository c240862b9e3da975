import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import hardhatConfig from '../../hardhat.config.ts';
import { deployContracts } from '../../scripts/deploy.ts';
import { addressOf, publishedKey } from '../../src/main/published-keys.ts';
import type { Hex } from '../../src/model/identifiers.ts';
import type { NetworkFile } from '../../src/model/network.ts';

/** A real Hardhat node in this process, served on a port of its own, with the contracts deployed as anywhere else. */
export interface TestChain {
  readonly rpcUrl: string;
  readonly network: NetworkFile;
  readonly keys: Readonly<Record<'deployer' | 'admin' | 'registrar' | 'supervisor' | 'relay', Hex>>;
  rpc(method: string, params?: unknown[]): Promise<unknown>;
  /** Mines `count` empty blocks. */
  mine(count: number): Promise<void>;
  /** Moves the chain's clock forward and mines a block there. */
  passTime(seconds: number): Promise<void>;
  stop(): Promise<void>;
}

export const TEST_KEYS = {
  deployer: publishedKey(0),
  admin: publishedKey(1),
  registrar: publishedKey(2),
  supervisor: publishedKey(3),
  relay: publishedKey(4),
} as const;

/** A Hardhat node without contracts; of Hardhat's newest rules where no hardfork is named. */
export async function startTestNode(
  chainId = 31337,
  hardfork?: string,
): Promise<Pick<TestChain, 'rpcUrl' | 'rpc' | 'mine' | 'passTime' | 'stop'>> {
  const hre = await createHardhatRuntimeEnvironment(hardhatConfig, {}, new URL('../..', import.meta.url).pathname);
  const server = await hre.network.createServer(
    { network: 'default', override: { chainId, ...(hardfork && { hardfork }) } },
    '127.0.0.1',
    0,
  );
  const { address, port } = await server.listen();
  const rpcUrl = `http://${address}:${port}`;

  async function rpc(method: string, params: unknown[] = []): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const response = await fetch(rpcUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const answer = (await response.json()) as { result?: unknown; error?: { message: string } };
    if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result;
  }

  return {
    rpcUrl,
    rpc,
    async mine(count) {
      await rpc('hardhat_mine', [`0x${count.toString(16)}`]);
    },
    async passTime(seconds) {
      await rpc('evm_increaseTime', [seconds]);
      await rpc('evm_mine');
    },
    async stop() {
      await server.close();
    },
  };
}

export async function startTestChain({
  hardfork,
  ...options
}: {
  readonly confirmations?: number;
  readonly hardfork?: string;
} = {}): Promise<TestChain> {
  const node = await startTestNode(31337, hardfork);
  const network = await deployContracts({
    rpcUrl: node.rpcUrl,
    deployerKey: TEST_KEYS.deployer,
    admin: addressOf(TEST_KEYS.admin),
    registrar: addressOf(TEST_KEYS.registrar),
    supervisor: addressOf(TEST_KEYS.supervisor),
    name: 'Test chain',
    ...options,
  });
  return { ...node, network, keys: TEST_KEYS };
}
