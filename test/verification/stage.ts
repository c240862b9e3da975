import { deployContracts } from '../../scripts/deploy.ts';
import { createLedgerReader } from '../../src/ledger/read/ethers-reader.ts';
import { addressOf, publishedKey } from '../../src/main/published-keys.ts';
import type { VerificationEnvironment } from '../../src/verification/verify-document.ts';
import { startTestChain, type TestChain } from '../support/chain.ts';
import { samplePdf } from '../support/sample-pdf.ts';
import { issueTestSeal, type TestSeal } from '../support/test-seal.ts';

/** What every verification test stands on: a chain that the verifier believes with a seal on it, and two deployments that it does not. */
export interface Stage {
  readonly chain: TestChain;
  /** Deployed by the same steps on another chain: the same chain id, the same addresses. */
  readonly twin: TestChain;
  /** Deployed by somebody else: other addresses. */
  readonly elsewhere: TestChain;
  readonly seal: TestSeal;
  readonly pdf: Uint8Array;
  /** A verifier who believes the first deployment. */
  readonly environment: VerificationEnvironment;
  stop(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const chain = await startTestChain();
  const twin = await startTestChain();
  const { admin, registrar, supervisor } = twin.keys;
  const network = await deployContracts({
    rpcUrl: twin.rpcUrl,
    deployerKey: publishedKey(5),
    admin: addressOf(admin),
    registrar: addressOf(registrar),
    supervisor: addressOf(supervisor),
    name: 'Elsewhere',
  });
  return {
    chain,
    twin,
    elsewhere: { ...twin, network },
    seal: await issueTestSeal(chain),
    pdf: await samplePdf(),
    environment: { network: chain.network, ledger: createLedgerReader(chain.network) },
    async stop() {
      await Promise.all([chain.stop(), twin.stop()]);
    },
  };
}
