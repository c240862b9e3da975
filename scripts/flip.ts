/**
 * `npm run flip`: seals a small file on a chain in this process, changes every single byte of it in turn, and verifies each
 * changed file. None may pass. Exit code 1 if one does.
 */
import { createLedgerReader } from '../src/ledger/read/ethers-reader.ts';
import { verifyDocument } from '../src/verification/verify-document.ts';
import { cachedLedger } from '../test/support/cached-ledger.ts';
import { startTestChain } from '../test/support/chain.ts';
import { flipBytes, LETTER_CASE, LOWEST_BIT } from '../test/support/flip-bytes.ts';
import { samplePdf } from '../test/support/sample-pdf.ts';
import { PLAIN_FORM, sealFile } from '../test/support/seal-file.ts';
import { issueTestSeal } from '../test/support/test-seal.ts';

const chain = await startTestChain();
try {
  // Plain drawings, so that the file is small: a mark's bytes are hashed like any others.
  const seal = await issueTestSeal(chain, { mark: PLAIN_FORM });
  const { bytes } = await sealFile(chain, await samplePdf(), seal, { qr: PLAIN_FORM });
  const environment = { network: chain.network, ledger: cachedLedger(createLedgerReader(chain.network)) };
  const verdicts = new Map<string, number>();
  const passes = async (file: Uint8Array) => {
    const { indication, subIndication } = await verifyDocument(file, environment);
    const verdict = [indication, subIndication].filter(Boolean).join(' / ');
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    return indication === 'TOTAL-PASSED';
  };
  if (!(await passes(bytes))) throw new Error('the unchanged file does not verify');
  verdicts.clear();

  const started = performance.now();
  const { tried, unnoticed } = await flipBytes(bytes, passes, { flips: [LOWEST_BIT, LETTER_CASE] });
  const seconds = (performance.now() - started) / 1000;

  console.log(
    `${bytes.length} bytes, the lowest bit of each changed, letters also in their case: ${tried} files verified in ${seconds.toFixed(1)} s`,
  );
  for (const [verdict, count] of [...verdicts].sort(([, a], [, b]) => b - a))
    console.log(`${String(count).padStart(7)}  ${verdict}`);
  for (const { offset, value } of unnoticed) console.log(`byte ${offset} changed to ${value}: still verifies`);
  console.log(unnoticed.length === 0 ? 'none verifies' : `${unnoticed.length} verify`);
  process.exitCode = unnoticed.length === 0 ? 0 : 1;
} finally {
  await chain.stop();
}
