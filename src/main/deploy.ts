import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import type { DeployOptions } from '../cli/environment.ts';
import { askNode } from '../ledger/read/json-rpc.ts';
import { Refusal } from '../model/errors.ts';
import { type Address, isAddress } from '../model/identifiers.ts';
import type { NetworkFile } from '../model/network.ts';
import { type Environment, readAccountKey } from './config.ts';
import type { DataFolder } from './data-folder.ts';
import { addressOf, HARDHAT_CHAIN_ID, PUBLISHED_ACCOUNTS, publishedKey } from './published-keys.ts';

const DEFAULT_RPC_URL = 'http://127.0.0.1:8545';

/**
 * Deploys to the configured chain and writes the network file. One that exists is never lost: on Hardhat's chain, which begins anew
 * with every node, it is kept as `network.json.before`; elsewhere the deployment is refused (`network-file-exists`).
 */
export async function deployNetwork(options: DeployOptions, environment: Environment, data: DataFolder): Promise<NetworkFile> {
  // Compiling and deploying needs Hardhat; no other command does.
  const { deployContracts } = await import('../../scripts/deploy.ts');
  const rpcUrl = environment['VERMILION_RPC_URL'] ?? DEFAULT_RPC_URL;
  const chainId = Number(await askNode(rpcUrl, 'eth_chainId', []));
  const exists = existsSync(data.network);
  if (exists && chainId !== HARDHAT_CHAIN_ID) {
    throw new Refusal('network-file-exists', `${data.network} names a network already: move it away, or set VERMILION_DATA`);
  }
  const account = (role: 'admin' | 'registrar' | 'supervisor', given: string | undefined): Address => {
    const address =
      given?.toLowerCase() ?? (chainId === HARDHAT_CHAIN_ID ? addressOf(publishedKey(PUBLISHED_ACCOUNTS[role])) : '');
    if (isAddress(address)) return address;
    throw new Refusal('bad-address', `--${role} ${given ?? '(missing)'} must be an address: 0x and 40 hexadecimal digits`);
  };
  const network = await deployContracts({
    rpcUrl,
    deployerKey: readAccountKey(environment, { chainId }, PUBLISHED_ACCOUNTS.deployer),
    admin: account('admin', options.admin),
    registrar: account('registrar', options.registrar),
    supervisor: account('supervisor', options.supervisor),
    name: options.name,
  });
  await mkdir(data.path, { recursive: true });
  if (exists) await rename(data.network, `${data.network}.before`);
  await writeFile(data.network, `${JSON.stringify(network, null, 2)}\n`);
  return network;
}
