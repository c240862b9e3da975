import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createVerifier } from '../../src/main/verifier.ts';
import type { NetworkFile } from '../../src/model/network.ts';
import { temporaryFolder } from '../support/folders.ts';

/** No node answers there; a file that cannot be read needs none. */
const NETWORK = { chainId: 31337, confirmations: 0, quorum: 1, rpcUrls: ['http://127.0.0.1:1'] } as unknown as NetworkFile;

test('a thread that died is replaced: one file fails, the next is verified', async () => {
  const data = join(temporaryFolder(), 'data');
  const verifier = createVerifier({ network: NETWORK, data }, pino({ level: 'silent' }));
  const file = new TextEncoder().encode('Dear all');

  writeFileSync(data, 'a file where the folder should be: the thread cannot start');
  await expect(verifier.verify(file)).rejects.toMatchObject({ code: 'file-too-costly' });
  rmSync(data);
  const [first, second] = await Promise.all([verifier.verify(file), verifier.verify(file)]);
  expect(first).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE' });
  expect(second).toEqual(first);
  await verifier.close();
});
