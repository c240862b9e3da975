import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { errorDeploymentResultToExceptionMessage, HardhatArtifactResolver } from '@nomicfoundation/hardhat-ignition/helpers';
import { DeploymentResultType, deploy } from '@nomicfoundation/ignition-core';
import { isHexString, toQuantity } from 'ethers';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import hardhatConfig from '../hardhat.config.ts';
import { addressOf, HARDHAT_CHAIN_ID, isPublishedAccount, PUBLISHED_ACCOUNTS, publishedKey } from '../src/main/published-keys.ts';
import { Refusal, Unavailable } from '../src/model/errors.ts';
import { type Address, type Digest, type Hex, isAddress } from '../src/model/identifiers.ts';
import type { NetworkFile } from '../src/model/network.ts';
import vermilionModule from './ignition/modules/Vermilion.ts';

export interface Deployment {
  readonly rpcUrl: string;
  /** Pays for the deployment and keeps no right. */
  readonly deployerKey: Hex;
  readonly admin: Address;
  readonly registrar: Address;
  readonly supervisor: Address;
  /** What people call the network. */
  readonly name: string;
  /** Blocks that must follow an anchor's before it counts as final; 0 (default) where finality is immediate. */
  readonly confirmations?: number;
  /** Seconds in which the supervisor can cancel a key's replacement; a day where absent. */
  readonly replacementDelay?: number;
  /** Seconds before anything that the administrator scheduled can be done; a day where absent. */
  readonly administratorDelay?: number;
}

const PROJECT_ROOT = path.resolve(import.meta.dirname, '..');
/**
 * Deploys the contracts by the Ignition module and hands every role over. Throws `Refusal` (`roles-not-separate`,
 * `published-key`, `deployment-failed`) or `Unavailable` (`chain-unreachable`).
 */
export async function deployContracts(deployment: Deployment): Promise<NetworkFile> {
  requireSeparateRoles(deployment);
  const hre = await createHardhatRuntimeEnvironment(hardhatConfig, {}, PROJECT_ROOT);
  await hre.tasks.getTask('build').run({ quiet: true });

  const connection = await hre.network.create({
    network: 'localhost',
    override: { url: deployment.rpcUrl, accounts: [deployment.deployerKey] },
  });
  try {
    const rpc = <Answer>(method: string, params: unknown[] = []): Promise<Answer> =>
      connection.provider.request({ method, params }) as Promise<Answer>;
    const chainId = Number(await rpc<string>('eth_chainId').catch(chainUnreachable(deployment.rpcUrl)));
    requireUnpublishedAccounts(deployment, chainId);
    const newestBlock = Number(await rpc<string>('eth_blockNumber'));
    const { hash: genesis } = await rpc<{ hash: Digest }>('eth_getBlockByNumber', [toQuantity(0), false]);
    const contracts = await runIgnition(hre, connection.provider, deployment, chainId);
    return {
      version: 1,
      name: deployment.name,
      chainId,
      genesis,
      ...contracts,
      deploymentBlock: newestBlock + 1,
      confirmations: deployment.confirmations ?? 0,
      quorum: 1,
      rpcUrls: [deployment.rpcUrl],
    };
  } finally {
    await connection.close();
  }
}

async function runIgnition(
  hre: HardhatRuntimeEnvironment,
  provider: Parameters<typeof deploy>[0]['provider'],
  deployment: Deployment,
  chainId: number,
): Promise<Pick<NetworkFile, 'accessManager' | 'registry' | 'ledger'>> {
  const { admin, registrar, supervisor, replacementDelay, administratorDelay } = deployment;
  const parameters = {
    ...(replacementDelay === undefined ? {} : { replacementDelay }),
    ...(administratorDelay === undefined ? {} : { administratorDelay }),
  };
  const result = await deploy({
    // A block a transaction, at once: there is nothing to wait for on a development chain.
    config: chainId === HARDHAT_CHAIN_ID ? { blockPollingInterval: 25, requiredConfirmations: 1 } : {},
    artifactResolver: new HardhatArtifactResolver(hre.artifacts),
    provider,
    ignitionModule: vermilionModule,
    deploymentParameters: { Vermilion: parameters },
    // In the module's order; only the first one signs.
    accounts: [addressOf(deployment.deployerKey), admin, registrar, supervisor],
  });
  if (result.type !== DeploymentResultType.SUCCESSFUL_DEPLOYMENT) {
    throw new Refusal('deployment-failed', errorDeploymentResultToExceptionMessage(result));
  }
  const addressIn = (future: { id: string }): Address => {
    const contract = result.contracts[future.id];
    if (contract === undefined) throw new Refusal('deployment-failed', `Ignition did not deploy ${future.id}`);
    return contract.address.toLowerCase() as Address;
  };
  const { accessManager, registry, ledger } = vermilionModule.results;
  return { accessManager: addressIn(accessManager), registry: addressIn(registry), ledger: addressIn(ledger) };
}

function requireSeparateRoles({ deployerKey, admin, registrar, supervisor }: Deployment): void {
  const accounts = { deployer: addressOf(deployerKey), admin, registrar, supervisor };
  if (new Set(Object.values(accounts)).size === 4) return;
  throw new Refusal(
    'roles-not-separate',
    `deployer, administrator, registrar and supervisor check each other and must be four accounts: ${JSON.stringify(accounts)}`,
    accounts,
  );
}

function requireUnpublishedAccounts({ deployerKey, admin, registrar, supervisor }: Deployment, chainId: number): void {
  if (chainId === HARDHAT_CHAIN_ID) return;
  const published = [addressOf(deployerKey), admin, registrar, supervisor].filter(isPublishedAccount);
  if (published.length === 0) return;
  throw new Refusal(
    'published-key',
    `chain ${chainId} is not Hardhat's (${HARDHAT_CHAIN_ID}), and everybody has the keys of ${published.join(', ')}: name accounts of your own`,
    { chainId, published },
  );
}

const chainUnreachable =
  (rpcUrl: string) =>
  (cause: unknown): never => {
    throw new Unavailable('chain-unreachable', `no chain node answers at ${rpcUrl}: start one, or give another URL`, { cause });
  };

const USAGE = `npm run deploy -- [--network localhost | --rpc-url URL] [--name NAME]
  [--deployer-key-file FILE] [--admin ADDRESS --registrar ADDRESS --supervisor ADDRESS]
On Hardhat's chain the deployer and the roles default to its published accounts #0 to #3.
Writes network.json into VERMILION_DATA (.vermilion).`;

/** `npm run deploy`: deploys and writes network.json to where the service looks for it. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      network: { type: 'string', default: 'localhost' },
      'rpc-url': { type: 'string' },
      name: { type: 'string', default: 'Local chain' },
      'deployer-key-file': { type: 'string' },
      admin: { type: 'string', default: addressOf(publishedKey(PUBLISHED_ACCOUNTS.admin)) },
      registrar: { type: 'string', default: addressOf(publishedKey(PUBLISHED_ACCOUNTS.registrar)) },
      supervisor: { type: 'string', default: addressOf(publishedKey(PUBLISHED_ACCOUNTS.supervisor)) },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(USAGE);

  const network = await deployContracts({
    rpcUrl: values['rpc-url'] ?? urlOfNetwork(values.network),
    deployerKey: await readDeployerKey(values['deployer-key-file']),
    admin: parseAddress('admin', values.admin),
    registrar: parseAddress('registrar', values.registrar),
    supervisor: parseAddress('supervisor', values.supervisor),
    name: values.name,
  });
  const directory = process.env['VERMILION_DATA'] ?? '.vermilion';
  const file = path.join(directory, 'network.json');
  await mkdir(directory, { recursive: true });
  await writeFile(file, `${JSON.stringify(network, null, 2)}\n`);
  console.log(
    `registry ${network.registry}\nledger ${network.ledger}\naccess manager ${network.accessManager}\nwritten to ${file}`,
  );
}

function urlOfNetwork(name: string): string {
  const network = hardhatConfig.networks?.[name];
  if (network?.type === 'http' && typeof network.url === 'string') return network.url;
  throw new Refusal('unknown-network', `hardhat.config.ts has no HTTP network '${name}': add it there or use --rpc-url`);
}

async function readDeployerKey(file: string | undefined): Promise<Hex> {
  const key = file === undefined ? publishedKey(PUBLISHED_ACCOUNTS.deployer) : (await readFile(file, 'utf8')).trim();
  if (isHexString(key, 32)) return key as Hex;
  throw new Refusal('invalid-key-file', `${file} does not hold a private key: 0x and 64 hexadecimal digits`);
}

function parseAddress(role: string, text: string): Address {
  const address = text.toLowerCase();
  if (isAddress(address)) return address;
  throw new Refusal('invalid-address', `--${role} ${text} is not an address: 0x and 40 hexadecimal digits`);
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    console.error(error instanceof Refusal || error instanceof Unavailable ? `${error.code}: ${error.message}` : error);
    process.exitCode = 1;
  });
}
