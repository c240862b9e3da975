import { Contract, JsonRpcProvider, Wallet } from 'ethers';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import hardhatConfig from '../hardhat.config.ts';
import { deployContracts } from '../scripts/deploy.ts';
import { ROLES } from '../scripts/ignition/modules/Vermilion.ts';
import { rotationStatement } from '../src/custody/statements.ts';
import { SEAL_REGISTRY_ABI } from '../src/ledger/abi/seal-registry.ts';
import { createLedgerReader } from '../src/ledger/read/ethers-reader.ts';
import { createRegistryWriter } from '../src/ledger/write/ethers-writer.ts';
import { addressOf, publishedKey } from '../src/main/published-keys.ts';
import type { Address } from '../src/model/identifiers.ts';
import { startTestChain, startTestNode, TEST_KEYS, type TestChain } from './support/chain.ts';
import { type RegisteredSeal, randomDigest, registerSeal } from './support/registered-seal.ts';
import { createP256Key } from './support/statement-key.ts';

const ONE_DAY = 86_400;

let chain: TestChain;
let provider: JsonRpcProvider;
let accessManager: Contract;
let registry: Contract;
beforeAll(async () => {
  chain = await startTestChain();
  provider = new JsonRpcProvider(chain.rpcUrl, undefined, { cacheTimeout: -1, pollingInterval: 50 });
  const hre = await createHardhatRuntimeEnvironment(hardhatConfig, {}, new URL('..', import.meta.url).pathname);
  const { abi } = await hre.artifacts.readArtifact('AccessManager');
  accessManager = new Contract(chain.network.accessManager, abi, provider);
  registry = new Contract(chain.network.registry, SEAL_REGISTRY_ABI, provider);
});
afterAll(async () => {
  provider.destroy();
  await chain.stop();
});

const addressFor = (who: keyof typeof TEST_KEYS): Address => addressOf(TEST_KEYS[who]);

/** Sends a transaction to the access manager and waits until it is mined. */
async function manage(who: keyof typeof TEST_KEYS, name: string, ...args: unknown[]): Promise<void> {
  await send(who, accessManager, accessManager.interface.encodeFunctionData(name, args));
}

async function send(who: keyof typeof TEST_KEYS, to: Contract, data: string): Promise<void> {
  const transaction = await new Wallet(TEST_KEYS[who], provider).sendTransaction({ to: to.target, data });
  await transaction.wait();
}

/** Name of the custom error with which a transaction is refused. */
async function refusal(sending: Promise<void>): Promise<string | undefined> {
  const error = await sending.then(
    () => undefined,
    (reason: { data?: string }) => reason,
  );
  return accessManager.interface.parseError(error?.data ?? '0x')?.name;
}

describe('after deployment', () => {
  test.each(Object.entries(ROLES))('the deployer is no %s', async (_, role) => {
    expect(await accessManager['hasRole']?.(role, addressFor('deployer'))).toMatchObject([false, 0n]);
  });

  test('the deployer can do nothing any more', async () => {
    const deployer = addressFor('deployer');
    const functions = SEAL_REGISTRY_ABI.filter((item) => item.type === 'function' && item.stateMutability === 'nonpayable');
    const restricted = functions
      .map((item) => ('name' in item ? item.name : ''))
      .filter((name) => name !== 'rotateKey' && name !== 'setAuthority');
    expect(restricted).toHaveLength(8);
    for (const name of restricted) {
      const selector = registry.interface.getFunction(name)?.selector;
      expect(await accessManager['canCall']?.(deployer, chain.network.registry, selector), name).toMatchObject([false, 0n]);
    }
    expect(await refusal(manage('deployer', 'grantRole', ROLES.administrator, deployer, 0))).toBe(
      'AccessManagerUnauthorizedAccount',
    );
    expect(await refusal(manage('deployer', 'updateAuthority', registry.target, deployer))).toBe(
      'AccessManagerUnauthorizedAccount',
    );
    await expect(
      createRegistryWriter(chain.network, TEST_KEYS.deployer).enrolAgency({ code: 'X', name: 'X' }),
    ).rejects.toMatchObject({
      code: 'access-managed-unauthorized',
    });
  });

  test.each<[role: keyof typeof ROLES, who: keyof typeof TEST_KEYS, delay: number]>([
    ['administrator', 'admin', ONE_DAY],
    ['registrar', 'registrar', 0],
    ['keyReplacer', 'registrar', ONE_DAY],
    ['suspender', 'registrar', 0],
    ['suspender', 'supervisor', 0],
    ['supervisor', 'supervisor', 0],
  ])('%s is the %s, after %i seconds', async (role, who, delay) => {
    expect(await accessManager['hasRole']?.(ROLES[role], addressFor(who))).toMatchObject([true, BigInt(delay)]);
  });

  test('the administrator acts in public: scheduled a day before', async () => {
    const terms = [ROLES.registrar, addressFor('relay'), 0];
    const grant = accessManager.interface.encodeFunctionData('grantRole', terms);
    expect(await refusal(manage('admin', 'grantRole', ...terms))).toBe('AccessManagerNotScheduled');
    await manage('admin', 'schedule', accessManager.target, grant, 0);
    expect(await refusal(manage('admin', 'grantRole', ...terms))).toBe('AccessManagerNotReady');
    await chain.passTime(ONE_DAY);
    await manage('admin', 'grantRole', ...terms);
    expect(await accessManager['hasRole']?.(ROLES.registrar, addressFor('relay'))).toMatchObject([true, 0n]);
  });
});

describe('replacing a key without the old one', () => {
  /** The registrar's call, scheduled. */
  async function scheduledReplacement({ sealId }: RegisteredSeal): Promise<string> {
    const key = createP256Key();
    const certificateDigest = randomDigest();
    const terms = {
      chainId: chain.network.chainId,
      registry: chain.network.registry,
      sealId,
      epoch: 1,
      newKey: key.key,
      certificateDigest,
    };
    const newKey = { key: key.key, certificateDigest, possession: key.sign(rotationStatement(terms)) };
    const call = registry.interface.encodeFunctionData('replaceKey', [sealId, newKey]);
    expect(await refusal(send('registrar', registry, call))).toBe('AccessManagerNotScheduled');
    await manage('registrar', 'schedule', registry.target, call, 0);
    expect(await refusal(send('registrar', registry, call))).toBe('AccessManagerNotReady');
    return call;
  }

  test('takes effect after the delay', async () => {
    const seal = await registerSeal(chain);
    const call = await scheduledReplacement(seal);
    await chain.passTime(ONE_DAY);
    await send('registrar', registry, call);
    expect((await (await createLedgerReader(chain.network).snapshot()).seal(seal.sealId))?.keys).toHaveLength(2);
  });

  test('is off once the supervisor vetoed it', async () => {
    const call = await scheduledReplacement(await registerSeal(chain));
    await manage('supervisor', 'cancel', addressFor('registrar'), registry.target, call);
    await chain.passTime(ONE_DAY);
    expect(await refusal(send('registrar', registry, call))).toBe('AccessManagerNotScheduled');
  });
});

describe('deploying is refused', () => {
  const accounts = { admin: addressFor('admin'), registrar: addressFor('registrar'), supervisor: addressFor('supervisor') };
  const deployer = { rpcUrl: 'http://127.0.0.1:1', deployerKey: TEST_KEYS.deployer, name: 'x' };

  test.each([
    ['the deployer keeps a role', { ...accounts, admin: addressFor('deployer') }],
    ['the supervisor would check himself', { ...accounts, supervisor: accounts.registrar }],
  ])('where %s', async (_, roles) => {
    await expect(deployContracts({ ...deployer, ...roles })).rejects.toMatchObject({
      name: 'Refusal',
      code: 'roles-not-separate',
    });
  });

  test('where no node answers', async () => {
    await expect(deployContracts({ ...deployer, ...accounts })).rejects.toMatchObject({
      name: 'Unavailable',
      code: 'chain-unreachable',
    });
  });

  test('with published keys on any chain but the one of Hardhat', async () => {
    const node = await startTestNode(4711);
    const refused = { name: 'Refusal', code: 'published-key' };
    await expect(deployContracts({ ...deployer, ...accounts, rpcUrl: node.rpcUrl })).rejects.toMatchObject(refused);
    const own = { ...deployer, rpcUrl: node.rpcUrl, deployerKey: `0x${'42'.repeat(32)}` as const };
    await expect(deployContracts({ ...own, ...accounts, supervisor: addressOf(publishedKey(19)) })).rejects.toMatchObject(
      refused,
    );
    await node.stop();
  });
});
