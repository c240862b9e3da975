import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyDocument } from '../../src/verification/verify-document.ts';
import { cachedLedger } from '../support/cached-ledger.ts';
import { flipBytes, LETTER_CASE, LOWEST_BIT } from '../support/flip-bytes.ts';
import { PLAIN_FORM, sealFile } from '../support/seal-file.ts';
import { issueTestSeal } from '../support/test-seal.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

/** `npm run flip` tries every byte of the first; a prime step meets every kind of place. */
test.each([
  { file: 'one seal', isCounterSealed: false, step: 7 },
  { file: 'two seals', isCounterSealed: true, step: 101 },
])('no changed byte in a file with $file goes unnoticed', { timeout: 180_000 }, async ({ isCounterSealed, step }) => {
  const { chain, pdf } = stage;
  const first = await sealFile(chain, pdf, await issueTestSeal(chain, { mark: PLAIN_FORM }), { qr: PLAIN_FORM });
  const counterSeal = async () => sealFile(chain, first.bytes, stage.seal, { record: { previousLeaf: first.leaf } });
  const { bytes } = isCounterSealed ? await counterSeal() : first;
  const environment = { ...stage.environment, ledger: cachedLedger(stage.environment.ledger) };
  const passes = async (file: Uint8Array) => (await verifyDocument(file, environment)).indication === 'TOTAL-PASSED';

  expect(await passes(bytes)).toBe(true);
  const { tried, unnoticed } = await flipBytes(bytes, passes, { flips: [LOWEST_BIT, LETTER_CASE], step });
  expect(tried).toBeGreaterThan(bytes.length / step);
  expect(unnoticed).toEqual([]);
});
