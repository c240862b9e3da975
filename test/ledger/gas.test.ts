import { Interface } from 'ethers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { revocationStatement, rotationStatement } from '../../src/custody/statements.ts';
import { DOCUMENT_LEDGER_ABI } from '../../src/ledger/abi/document-ledger.ts';
import { SEAL_REGISTRY_ABI } from '../../src/ledger/abi/seal-registry.ts';
import { createRelay } from '../../src/ledger/write/relay.ts';
import { type Leaf, ZERO_DIGEST } from '../../src/model/identifiers.ts';
import { startTestChain, type TestChain } from '../support/chain.ts';
import { type RegisteredSeal, randomDigest, registerSeal, stateBatch } from '../support/registered-seal.ts';
import { createP256Key, createRsaKey } from '../support/statement-key.ts';

const LEDGER = new Interface(DOCUMENT_LEDGER_ABI);
const REGISTRY = new Interface(SEAL_REGISTRY_ABI);

let chain: TestChain;
const gas: Record<string, number> = {};
beforeAll(async () => {
  chain = await startTestChain();
});
afterAll(async () => {
  console.table(gas);
  await chain.stop();
});

/** Sends it and notes what it cost. */
async function measure(
  label: string,
  who: 'registrar' | 'supervisor' | 'relay',
  contract: Interface,
  name: string,
  ...args: unknown[]
): Promise<number> {
  const to = contract === LEDGER ? chain.network.ledger : chain.network.registry;
  const { transaction } = await createRelay(chain.network, chain.keys[who]).execute(to, contract, name, args);
  const receipt = (await chain.rpc('eth_getTransactionReceipt', [transaction])) as { gasUsed: string };
  gas[label] = Number(receipt.gasUsed);
  return gas[label];
}

function measureAnchor(label: string, seal: RegisteredSeal): Promise<number> {
  const { sealId, root, leafCount, signature } = stateBatch(chain, seal);
  return measure(label, 'relay', LEDGER, 'anchor', sealId, root, leafCount, signature);
}

test('one anchor with P-256 costs at most 80,000 gas where the precompile exists', async () => {
  expect(await measureAnchor('anchor, P-256', await registerSeal(chain))).toBeLessThanOrEqual(80_000);
});

test.each([2048, 3072, 4096])('one anchor with RSA-%i', async (bits) => {
  expect(await measureAnchor(`anchor, RSA-${bits}`, await registerSeal(chain, { key: createRsaKey(bits) }))).toBeGreaterThan(0);
});

test('a batch costs less for each seal than one at a time', async () => {
  const seals = [await registerSeal(chain), await registerSeal(chain), await registerSeal(chain), await registerSeal(chain)];
  const items = seals.map((seal) => stateBatch(chain, seal));
  const each = (await measure('anchorMany, 4 × P-256', 'relay', LEDGER, 'anchorMany', items)) / items.length;
  expect(each).toBeLessThan(await measureAnchor('anchor, P-256', seals[0] as RegisteredSeal));
});

test('revoking a document', async () => {
  const seal = await registerSeal(chain);
  const batch = stateBatch(chain, seal);
  await measure('anchor, P-256', 'relay', LEDGER, 'anchor', batch.sealId, batch.root, batch.leafCount, batch.signature);
  const { chainId, ledger } = chain.network;
  const terms = { sealId: seal.sealId, leaf: batch.root as unknown as Leaf, reason: 'withdrawn' } as const;
  const statement = revocationStatement({ chainId, ledger, signingSealId: seal.sealId, epoch: 1, ...terms });
  const withdrawal = { ...terms, root: batch.root, proof: [], reason: 4, replacement: ZERO_DIGEST };
  const args = [withdrawal, seal.sealId, seal.key.sign(statement)];
  expect(await measure('revokeDocument, P-256', 'relay', LEDGER, 'revokeDocument', ...args)).toBeGreaterThan(0);
});

test('the life of a seal', async () => {
  const seal = await registerSeal(chain);
  const { chainId, registry } = chain.network;
  const key = createP256Key();
  const certificateDigest = randomDigest();
  const statement = rotationStatement({ chainId, registry, sealId: seal.sealId, epoch: 1, newKey: key.key, certificateDigest });
  const newKey = { key: key.key, certificateDigest, possession: key.sign(statement) };
  await measure('rotateKey, P-256', 'relay', REGISTRY, 'rotateKey', seal.sealId, newKey, seal.key.sign(statement));
  await measure('suspendSeal', 'supervisor', REGISTRY, 'suspendSeal', seal.sealId);
  await measure('reinstateSeal', 'registrar', REGISTRY, 'reinstateSeal', seal.sealId);
  const { timestamp } = (await chain.rpc('eth_getBlockByNumber', ['latest', false])) as { timestamp: string };
  await measure('declareCompromise', 'supervisor', REGISTRY, 'declareCompromise', seal.sealId, 2, Number(timestamp));
  await measure('revokeSeal', 'registrar', REGISTRY, 'revokeSeal', seal.sealId);
  await measure('enrolAgency', 'registrar', REGISTRY, 'enrolAgency', 'A-gas', 'Agency of gas');
  expect(Math.max(...Object.values(gas))).toBeLessThan(1_000_000);
});
