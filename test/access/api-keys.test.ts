import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { authenticate, createApiKey } from '../../src/access/api-keys.ts';
import type { AgencyId } from '../../src/model/identifiers.ts';
import { openStore } from '../../src/store/store.ts';
import { temporaryFolder } from '../support/folders.ts';

const AGENCY = `0x${'a1'.repeat(32)}` as AgencyId;
const OTHER = `0x${'b2'.repeat(32)}` as AgencyId;

test('a key acts for the agency it was made for', async () => {
  const { apiKeys, close } = await openStore(temporaryFolder());
  const ours = await createApiKey(apiKeys, AGENCY);
  const theirs = await createApiKey(apiKeys, OTHER);
  expect(await authenticate(apiKeys, ours)).toMatchObject({ agencyId: AGENCY });
  expect(await authenticate(apiKeys, theirs)).toMatchObject({ agencyId: OTHER });
  await close();
});

test('neither a changed secret, nor an unknown id, nor another form is a key', async () => {
  const { apiKeys, close } = await openStore(temporaryFolder());
  const key = await createApiKey(apiKeys, AGENCY);
  const flipped = key.slice(0, -2) + (key.at(-2) === 'A' ? 'B' : 'A') + key.slice(-1);
  const unknown = key.replace(/^vmln_[0-9a-f]{16}/, `vmln_${'0'.repeat(16)}`);
  for (const wrong of [flipped, unknown, '', 'vmln_', `${key} `, key.toUpperCase(), key.slice(0, -1)]) {
    expect(await authenticate(apiKeys, wrong), wrong).toBeUndefined();
  }
  await close();
});

test('the database does not hold the secret', async () => {
  const folder = temporaryFolder();
  const { apiKeys, close } = await openStore(folder);
  const key = await createApiKey(apiKeys, AGENCY);
  await close();
  const file = readFileSync(join(folder, 'store.sqlite'), 'latin1');
  expect(file).toContain(key.split('_')[1]);
  expect(file).not.toContain(key.split('_').slice(2).join('_'));
});
