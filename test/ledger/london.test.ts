import { Interface } from 'ethers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DOCUMENT_LEDGER_ABI } from '../../src/ledger/abi/document-ledger.ts';
import { createLedgerReader } from '../../src/ledger/read/ethers-reader.ts';
import { createRelay } from '../../src/ledger/write/relay.ts';
import { startTestChain, type TestChain } from '../support/chain.ts';
import { registerSeal, stateBatch } from '../support/registered-seal.ts';
import { createP256Key, createRsaKey } from '../support/statement-key.ts';

/** Permissioned engines run London: no precompile for P-256 there, and none of the instructions that came later. */
let chain: TestChain;
beforeAll(async () => {
  chain = await startTestChain({ hardfork: 'london' });
});
afterAll(() => chain.stop());

test.each([
  ['P-256', createP256Key],
  ['RSA', createRsaKey],
] as const)('on London, %s statements are checked as anywhere', async (_, createKey) => {
  const seal = await registerSeal(chain, { key: createKey() });
  const [stated, other] = [stateBatch(chain, seal), stateBatch(chain, seal)];
  const anchor = (signature: string) =>
    createRelay(chain.network, chain.keys.relay).execute(chain.network.ledger, new Interface(DOCUMENT_LEDGER_ABI), 'anchor', [
      seal.sealId,
      stated.root,
      stated.leafCount,
      signature,
    ]);

  await expect(anchor(other.signature)).rejects.toMatchObject({ code: 'invalid-statement' });
  const { transaction } = await anchor(stated.signature);
  const snapshot = await createLedgerReader(chain.network).snapshot();
  expect(await snapshot.anchor(seal.sealId, stated.root)).toMatchObject({ transaction, leafCount: 1, epoch: 1 });
});
