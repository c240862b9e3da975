import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CliEnvironment, ServiceOptions } from '../cli/environment.ts';
import { connectService } from '../cli/http-service.ts';
import { createLedgerReader } from '../ledger/read/ethers-reader.ts';
import { createRegistryWriter } from '../ledger/write/ethers-writer.ts';
import { Refusal } from '../model/errors.ts';
import type { SealId } from '../model/identifiers.ts';
import { verifyDocument } from '../verification/verify-document.ts';
import { type Environment, readAccountKey, readConfig, readNetwork, readPassphrase, refuseUnknownVariables } from './config.ts';
import { type DataFolder, dataFolder, makeDataFolder } from './data-folder.ts';
import { PUBLISHED_ACCOUNTS } from './published-keys.ts';
import { fileSealKeys } from './seal-keys.ts';

/**
 * What the command line acts on, as the environment variables say. `npm start` acts through it too. What only one command needs is
 * loaded by that command, so that `verify` starts fast.
 */
export function createCliEnvironment(environment: Environment): CliEnvironment {
  refuseUnknownVariables(environment);
  const data = dataFolder(environment['VERMILION_DATA'] ?? '.vermilion');
  const network = async (file?: string) =>
    readNetwork(file === undefined ? environment : { ...environment, VERMILION_NETWORK: file }, data);
  return {
    print: (line) => console.log(line),
    network,
    ledger: (network) => createLedgerReader(network),
    registry: (network, role) => createRegistryWriter(network, readAccountKey(environment, network, PUBLISHED_ACCOUNTS[role])),
    keys: fileSealKeys(data.custody, async () => readPassphrase(environment, data, await network())),
    verify: (bytes, network) => verifyDocument(bytes, { network, ledger: createLedgerReader(network) }),
    deploy: async (options) => (await import('./deploy.ts')).deployNetwork(options, environment, data),
    createApiKey: async (agencyId) => {
      const [{ openStore }, { createApiKey }] = await Promise.all([import('../store/store.ts'), import('../access/api-keys.ts')]);
      makeDataFolder(data);
      const store = await openStore(data.path);
      try {
        return await createApiKey(store.apiKeys, agencyId);
      } finally {
        await store.close();
      }
    },
    service: async (options) => connectService(await accessOf(options, data)),
    serve: async () => {
      const { startService } = await import('./service.ts');
      const service = await startService(readConfig(environment));
      await new Promise<void>((stopped) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped());
      });
      await service.close();
    },
  };
}

/** What the command line does not say is taken from the demo's `demo.json`, if `npm start` left one. */
async function accessOf({ url, apiKeyFile, sealId }: ServiceOptions, data: DataFolder) {
  const demo = await readFile(join(data.path, 'demo.json'), 'utf8').then(
    (text) => JSON.parse(text) as { url: string; apiKey: string; sealId: SealId },
    () => undefined,
  );
  const apiKey = apiKeyFile === undefined ? demo?.apiKey : (await readFile(apiKeyFile, 'utf8')).trim();
  const address = url ?? demo?.url;
  if (address === undefined) throw new Refusal('no-service', 'name the service with --url');
  if (apiKey === undefined) throw new Refusal('no-api-key', "name the file with the agency's API key with --api-key-file");
  const seal = sealId ?? demo?.sealId;
  return { url: address.replace(/\/+$/, ''), apiKey, ...(seal && { sealId: seal }) };
}
