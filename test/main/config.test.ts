import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig, VARIABLES } from '../../src/main/config.ts';
import { publishedKey } from '../../src/main/published-keys.ts';
import type { NetworkFile } from '../../src/model/network.ts';
import { temporaryFolder } from '../support/folders.ts';

const NETWORK = {
  version: 1,
  name: 'Test',
  chainId: 31337,
  genesis: `0x${'11'.repeat(32)}`,
  registry: `0x${'22'.repeat(20)}`,
  ledger: `0x${'33'.repeat(20)}`,
  accessManager: `0x${'44'.repeat(20)}`,
  deploymentBlock: 1,
  confirmations: 0,
  quorum: 1,
  rpcUrls: ['http://127.0.0.1:8545'],
};

/** A data folder as `npm start` leaves it, and an environment that names it. */
function environment(network: object = NETWORK, more: Record<string, string> = {}) {
  const folder = temporaryFolder();
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  file('network.json', JSON.stringify(network));
  file('passphrase', 'correct horse\n');
  return { folder, file, variables: { VERMILION_DATA: folder, PATH: '/bin', ...more } };
}

test('on the local chain a data folder is enough', () => {
  const { folder, variables } = environment();
  expect(readConfig(variables)).toEqual({
    port: 8080,
    data: {
      path: folder,
      network: join(folder, 'network.json'),
      custody: join(folder, 'custody'),
      passphrase: join(folder, 'passphrase'),
    },
    network: NETWORK as unknown as NetworkFile,
    relayKey: publishedKey(4),
    keyPassphrase: 'correct horse',
    maxBytes: 52428800,
  });
});

test('every variable is heeded', () => {
  const { variables, file } = environment({ ...NETWORK, quorum: 3 });
  const key = `0x${'ab'.repeat(32)}`;
  const config = readConfig({
    ...variables,
    PORT: '0',
    VERMILION_NETWORK: file('other.json', JSON.stringify({ ...NETWORK, name: 'Other', quorum: 3 })),
    VERMILION_RPC_URL: 'https://a.example/rpc, https://b.example',
    VERMILION_PUBLIC_URL: 'https://seal.example/',
    VERMILION_RELAY_KEY_FILE: file('relay', `${key}\n`),
    VERMILION_KEY_PASSPHRASE_FILE: file('secret', ' with spaces \r\n'),
    VERMILION_MAX_BYTES: '1048576',
  });
  expect(config).toMatchObject({
    port: 0,
    network: { name: 'Other', rpcUrls: ['https://a.example/rpc', 'https://b.example'], quorum: 2 },
    publicUrl: 'https://seal.example',
    relayKey: key,
    keyPassphrase: ' with spaces ',
    maxBytes: 1048576,
  });
});

test("Hardhat's published keys are refused on any other chain", () => {
  const { variables, file } = environment({ ...NETWORK, chainId: 1337 });
  const relay = file('relay', publishedKey(19));
  expect(() => readConfig(variables)).toThrow('VERMILION_RELAY_KEY_FILE must name');
  expect(() => readConfig({ ...variables, VERMILION_RELAY_KEY_FILE: relay })).toThrow('a key that Hardhat publishes');
});

const MISTAKES: readonly { why: string; variables: Record<string, string>; says: string }[] = [
  { why: 'a variable that does not exist', variables: { VERMILION_PORT: '1' }, says: 'Unknown: VERMILION_PORT' },
  { why: 'a port that is no number', variables: { PORT: '80a' }, says: 'PORT=80a must be a whole number' },
  { why: 'a port beyond the last', variables: { PORT: '65536' }, says: 'PORT=65536' },
  { why: 'a size below use', variables: { VERMILION_MAX_BYTES: '5' }, says: 'VERMILION_MAX_BYTES=5' },
  { why: 'a node that is no URL', variables: { VERMILION_RPC_URL: 'localhost' }, says: 'VERMILION_RPC_URL=localhost' },
  { why: 'a public URL of another scheme', variables: { VERMILION_PUBLIC_URL: 'ftp://x' }, says: 'VERMILION_PUBLIC_URL=ftp://x' },
  {
    why: 'a network file that is not there',
    variables: { VERMILION_NETWORK: '/nowhere/n.json' },
    says: '/nowhere/n.json cannot be read',
  },
  {
    why: 'a passphrase that is not there',
    variables: { VERMILION_KEY_PASSPHRASE_FILE: '/nowhere/p' },
    says: '/nowhere/p cannot be read',
  },
];
test.each(MISTAKES)('refuses $why', ({ variables: mistake, says }) => {
  const { variables } = environment();
  expect(() => readConfig({ ...variables, ...mistake })).toThrow(says);
});

test('a network file with an unknown or a missing member is refused by name', () => {
  expect(() => readConfig(environment({ ...NETWORK, extra: 1 }).variables)).toThrow('extra');
  const { ledger: _, ...incomplete } = NETWORK;
  expect(() => readConfig(environment(incomplete).variables)).toThrow('ledger');
});

test('every variable is documented', () => {
  for (const [name, meaning] of Object.entries(VARIABLES)) expect(meaning, name).toMatch(/\.$/);
});
