import { mkdir, writeFile } from 'node:fs/promises';
import type { DeployOptions } from '../cli/environment.ts';
import { askNode } from '../ledger/read/json-rpc.ts';
import { Refusal } from '../model/errors.ts';
import { type Address, isAddress } from '../model/identifiers.ts';
import type { NetworkFile } from '../model/network.ts';
import { type Environment, readAccountKey } from './config.ts';
import type { DataFolder } from './data-folder.ts';
import { addressOf, HARDHAT_CHAIN_ID, PUBLISHED_ACCOUNTS, publishedKey } from './published-keys.ts';

const DEFAULT_RPC_URL = 'http://127.0.0.1:8545';

/** `vermilion deploy`: deploys to the configured chain and writes the network file, which must not exist yet. */
export async function deployNetwork(options: DeployOptions, environment: Environment, data: DataFolder): Promise<NetworkFile> {
  // Compiling and deploying needs Hardhat; no other command does.
  const { deployContracts } = await import('../../scripts/deploy.ts');
  const rpcUrl = environment['VERMILION_RPC_URL'] ?? DEFAULT_RPC_URL;
  const chainId = Number(await askNode(rpcUrl, 'eth_chainId', []));
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
  await writeFile(data.network, `${JSON.stringify(network, null, 2)}\n`);
  return network;
}
