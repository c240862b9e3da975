import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { Refusal } from '../model/errors.ts';
import { type Address, type Digest, type Hex, isAddress, isBytes32 } from '../model/identifiers.ts';
import type { NetworkFile } from '../model/network.ts';
import { type DataFolder, dataFolder, makeDataFolder } from './data-folder.ts';
import { HARDHAT_CHAIN_ID, isPublishedKey, PUBLISHED_ACCOUNTS, publishedKey } from './published-keys.ts';

export interface Config {
  readonly port: number;
  readonly data: DataFolder;
  /** As the file says, with `VERMILION_RPC_URL` in place of its nodes where that is given. */
  readonly network: NetworkFile;
  /** Without a slash at the end; absent: `http://127.0.0.1:<port>`. */
  readonly publicUrl?: string;
  readonly relayKey: Hex;
  readonly keyPassphrase: string;
  readonly maxBytes: number;
}

/** Every variable that Vermilion reads, and what it means. Anything else that begins with `VERMILION_` is a mistake and refused. */
export const VARIABLES = {
  PORT: 'TCP port to serve on (8080). 0 takes any that is free.',
  VERMILION_DATA: 'Folder for the database, the sealed files and the keys in custody (.vermilion).',
  VERMILION_RPC_URL: "A node's JSON-RPC URL, instead of those in the network file; several are separated by commas.",
  VERMILION_NETWORK: 'The network file (<data>/network.json).',
  VERMILION_PUBLIC_URL:
    'How the public reaches this service; QR codes lead there (http://127.0.0.1:<port>). Without it only this machine is served.',
  VERMILION_RELAY_KEY_FILE: 'File with the private key, in hexadecimal, of the account that pays for anchoring. It cannot seal.',
  VERMILION_KEY_PASSPHRASE_FILE:
    'File with the passphrase of the sealing keys in custody, a line feed at its end aside (<data>/passphrase).',
  VERMILION_MAX_BYTES: 'Largest file that is taken, in bytes (52428800, which is 50 MiB).',
} as const;
export type Variable = keyof typeof VARIABLES;
export type Environment = Readonly<Partial<Record<string, string>>>;

/** Reads the environment and the files that it names. Throws `Refusal` (`bad-configuration`) with what to change. */
export function readConfig(environment: Environment = process.env): Config {
  refuseUnknownVariables(environment);
  const data = dataFolder(environment['VERMILION_DATA'] ?? '.vermilion');
  const network = readNetwork(environment, data);
  const publicUrl = environment['VERMILION_PUBLIC_URL'];
  return {
    port: readInteger(environment, 'PORT', 8080, { min: 0, max: 65535 }),
    data,
    network,
    ...(publicUrl !== undefined && { publicUrl: readUrl('VERMILION_PUBLIC_URL', publicUrl).replace(/\/+$/, '') }),
    relayKey: readAccountKey(environment, network, PUBLISHED_ACCOUNTS.relay),
    keyPassphrase: readPassphrase(environment, data, network),
    maxBytes: readInteger(environment, 'VERMILION_MAX_BYTES', 50 * 1024 * 1024, { min: 1024, max: 1024 ** 3 }),
  };
}

export function refuseUnknownVariables(environment: Environment): void {
  const unknown = Object.keys(environment).filter((name) => name.startsWith('VERMILION_') && !(name in VARIABLES));
  if (unknown.length > 0) {
    throw refusal(`Unknown: ${unknown.join(', ')}. The variables are ${Object.keys(VARIABLES).join(', ')}.`);
  }
}

/** The network file that the environment names, else the data folder's. */
export function readNetwork(environment: Environment, data: DataFolder): NetworkFile {
  const network = readNetworkFile(environment['VERMILION_NETWORK'] ?? data.network);
  const rpcUrls = environment['VERMILION_RPC_URL']?.split(',').map((url) => readUrl('VERMILION_RPC_URL', url.trim()));
  return rpcUrls ? { ...network, rpcUrls, quorum: Math.min(network.quorum, rpcUrls.length) } : network;
}

const bytes32 = z
  .string()
  .toLowerCase()
  .refine(isBytes32, 'must be 0x and 64 hexadecimal digits')
  .transform((text) => text as Digest);
const address = z
  .string()
  .toLowerCase()
  .refine(isAddress, 'must be 0x and 40 hexadecimal digits')
  .transform((text) => text as Address);

const networkFile = z.strictObject({
  version: z.literal(1),
  name: z.string().min(1),
  chainId: z.int().positive(),
  genesis: bytes32,
  registry: address,
  ledger: address,
  accessManager: address,
  deploymentBlock: z.int().nonnegative(),
  confirmations: z.int().nonnegative(),
  quorum: z.int().positive(),
  rpcUrls: z.array(z.url()).min(1),
});

export function readNetworkFile(path: string): NetworkFile {
  const text = readText(
    path,
    'the network file. Deploy first (npm run deploy -- --network localhost), or name another with VERMILION_NETWORK',
  );
  try {
    return networkFile.parse(JSON.parse(text));
  } catch (cause) {
    const what = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw refusal(`${path} is not a network file: ${what}`);
  }
}

/**
 * The account that sends this process's transactions: the service's relay, or the registrar or supervisor at the command line.
 * On Hardhat's chain it is one of the published accounts where no file is named.
 */
export function readAccountKey(environment: Environment, network: Pick<NetworkFile, 'chainId'>, published: number): Hex {
  const path = environment['VERMILION_RELAY_KEY_FILE'];
  const isHardhat = network.chainId === HARDHAT_CHAIN_ID;
  if (path === undefined) {
    if (isHardhat) return publishedKey(published);
    throw refusal(`VERMILION_RELAY_KEY_FILE must name a private key to pay with: chain ${network.chainId} is not Hardhat's own.`);
  }
  const key = readText(path, 'the private key of an account').trim().toLowerCase() as Hex;
  if (!/^0x[0-9a-f]{64}$/.test(key))
    throw refusal(`${path} does not hold a private key: 0x and 64 hexadecimal digits are expected.`);
  if (!isHardhat && isPublishedKey(key)) {
    throw refusal(
      `${path} holds a key that Hardhat publishes: anybody can spend from it. Make a new one for chain ${network.chainId}.`,
    );
  }
  return key;
}

/** The passphrase of the keys in custody. On Hardhat's chain, where nothing is at stake, a missing one is made. */
export function readPassphrase(environment: Environment, data: DataFolder, network: Pick<NetworkFile, 'chainId'>): string {
  const path = environment['VERMILION_KEY_PASSPHRASE_FILE'];
  if (path === undefined && !existsSync(data.passphrase)) {
    if (network.chainId !== HARDHAT_CHAIN_ID) {
      throw refusal(
        `VERMILION_KEY_PASSPHRASE_FILE must name a file with the passphrase of the sealing keys; ${data.passphrase} does not exist either.`,
      );
    }
    makeDataFolder(data);
    writeFileSync(data.passphrase, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return readText(path ?? data.passphrase, 'the passphrase of the sealing keys').replace(/\r?\n$/, '');
}

function readInteger(
  environment: Environment,
  name: Variable,
  otherwise: number,
  { min, max }: { min: number; max: number },
): number {
  const text = environment[name];
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw refusal(`${name}=${text} must be a whole number from ${min} to ${max}.`);
  return value;
}

function readUrl(name: Variable, text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw refusal(`${name}=${text} must be an http or https URL.`);
  return text;
}

function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw refusal(`${path} cannot be read: it should hold ${what}.`);
  }
}

const refusal = (message: string) => new Refusal('bad-configuration', message);
