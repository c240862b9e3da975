import { existsSync } from 'node:fs';
import path from 'node:path';
import { askNode } from '../../src/ledger/read/json-rpc.ts';
import { type Environment, readNetwork } from '../../src/main/config.ts';
import type { DataFolder } from '../../src/main/data-folder.ts';
import { addressOf, HARDHAT_CHAIN_ID, PUBLISHED_ACCOUNTS, publishedKey } from '../../src/main/published-keys.ts';
import { Refusal } from '../../src/model/errors.ts';
import type { Digest } from '../../src/model/identifiers.ts';
import type { NetworkFile } from '../../src/model/network.ts';
import { startLocalChain } from '../local-chain/start-local-chain.ts';
import { writeWhole } from './write-whole.ts';

/** Where Hardhat's tools look for a local chain. */
const CHAIN_PORT = 8545;

/**
 * The network that the service is to use: the one that the environment or the data folder names; else a local chain of the data
 * folder's own, with the contracts deployed. Throws `Refusal` (`not-deployed`, `another-chain`, and what the chain refuses).
 */
export async function provideNetwork(
  environment: Environment,
  data: DataFolder,
): Promise<{ network: NetworkFile; close(): Promise<void> }> {
  const folder = path.join(data.path, 'chain');
  const isElsewhere = environment['VERMILION_NETWORK'] !== undefined || environment['VERMILION_RPC_URL'] !== undefined;
  if (isElsewhere || (existsSync(data.network) && !existsSync(folder))) {
    return { network: await networkElsewhere(environment, data), close: async () => {} };
  }
  const known = existsSync(data.network) ? readNetwork(environment, data) : undefined;
  const chain = await startLocalChain({ folder, port: portOf(known) ?? CHAIN_PORT });
  try {
    const network = known ? await moveTo(known, chain.rpcUrl, folder) : await deploy(chain.rpcUrl);
    writeWhole(data.network, JSON.stringify(network, null, 2));
    return { network, close: chain.close };
  } catch (error) {
    await chain.close();
    throw error;
  }
}

async function networkElsewhere(environment: Environment, data: DataFolder): Promise<NetworkFile> {
  if (environment['VERMILION_NETWORK'] !== undefined || existsSync(data.network)) return readNetwork(environment, data);
  const rpcUrl = environment['VERMILION_RPC_URL'] ?? '';
  const chainId = Number(await askNode(rpcUrl, 'eth_chainId', []));
  if (chainId !== HARDHAT_CHAIN_ID) {
    throw new Refusal(
      'not-deployed',
      `chain ${chainId} at ${rpcUrl} is not Hardhat's: deploy there with 'npx vermilion deploy', then start with VERMILION_NETWORK`,
    );
  }
  const network = await deploy(rpcUrl);
  writeWhole(data.network, JSON.stringify(network, null, 2));
  return network;
}

async function deploy(rpcUrl: string): Promise<NetworkFile> {
  // Compiling needs much of Hardhat that a warm start can do without.
  const { deployContracts } = await import('../deploy.ts');
  console.log('deploying the contracts');
  const account = (role: keyof typeof PUBLISHED_ACCOUNTS) => addressOf(publishedKey(PUBLISHED_ACCOUNTS[role]));
  return deployContracts({
    rpcUrl,
    deployerKey: publishedKey(PUBLISHED_ACCOUNTS.deployer),
    admin: account('admin'),
    registrar: account('registrar'),
    supervisor: account('supervisor'),
    name: 'Local demo chain',
  });
}

/** The same chain on another port, where its old one is taken. */
async function moveTo(network: NetworkFile, rpcUrl: string, folder: string): Promise<NetworkFile> {
  const { hash } = (await askNode(rpcUrl, 'eth_getBlockByNumber', ['0x0', false])) as { hash: Digest };
  if (hash === network.genesis) return { ...network, rpcUrls: [rpcUrl] };
  throw new Refusal(
    'another-chain',
    `the network file expects the chain that begins with ${network.genesis}, and ${folder} holds the one that begins with ${hash}: delete the data folder to begin anew`,
  );
}

const portOf = (network: NetworkFile | undefined): number | undefined =>
  network && Number(new URL(network.rpcUrls[0] ?? '').port);
