import path from 'node:path';
import { parseArgs } from 'node:util';
import { errorDeploymentResultToExceptionMessage, HardhatArtifactResolver } from '@nomicfoundation/hardhat-ignition/helpers';
import { DeploymentResultType, deploy } from '@nomicfoundation/ignition-core';
import { toQuantity } from 'ethers';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import hardhatConfig from '../hardhat.config.ts';
import { addressOf, HARDHAT_CHAIN_ID, isPublishedAccount } from '../src/main/published-keys.ts';
import { Refusal, Unavailable } from '../src/model/errors.ts';
import type { Address, Digest, Hex } from '../src/model/identifiers.ts';
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

/** `npm run deploy -- --network localhost`: what `vermilion deploy` does, on a network of hardhat.config.ts. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { network: { type: 'string', default: 'localhost' }, name: { type: 'string', default: 'Local chain' } },
  });
  const [{ deployNetwork }, { dataFolder }] = await Promise.all([
    import('../src/main/deploy.ts'),
    import('../src/main/data-folder.ts'),
  ]);
  const data = dataFolder(process.env['VERMILION_DATA'] ?? '.vermilion');
  const environment = { ...process.env, VERMILION_RPC_URL: urlOfNetwork(values.network) };
  const network = await deployNetwork({ name: values.name }, environment, data);
  console.log(`registry ${network.registry}\nledger ${network.ledger}\naccess manager ${network.accessManager}`);
  console.log(`written to ${data.network}`);
}

function urlOfNetwork(name: string): string {
  const network = hardhatConfig.networks?.[name];
  if (network?.type === 'http' && typeof network.url === 'string') return network.url;
  throw new Refusal(
    'unknown-network',
    `hardhat.config.ts has no HTTP network '${name}': add it there, or use 'vermilion deploy'`,
  );
}

if (import.meta.main) {
  // Not awaited: what it loads imports this module in turn.
  void main().catch((error: unknown) => {
    console.error(error instanceof Refusal || error instanceof Unavailable ? `${error.code}: ${error.message}` : error);
    process.exitCode = 1;
  });
}
