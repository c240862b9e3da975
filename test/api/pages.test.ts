import { mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { pageRoutes } from '../../src/api/pages.ts';
import { handleErrors, refuseUnknownRoutes } from '../../src/api/problem.ts';
import type { Services } from '../../src/api/services.ts';
import { temporaryFolder } from '../support/folders.ts';

async function serve(webFolder?: string): Promise<string> {
  const app = express();
  const network = { name: 'Test' } as Services['network'];
  app.use(pageRoutes({ network, ...(webFolder !== undefined && { webFolder }) } as Services));
  app.use(refuseUnknownRoutes, handleErrors(pino({ level: 'silent' })));
  const server = app.listen(0);
  onTestFinished(() => {
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('one page answers at / and /r/{documentId}, its assets beside it, from a hidden folder too', async () => {
  const folder = join(temporaryFolder(), '.hidden', 'web');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<p>page</p>');
  writeFileSync(join(folder, 'assets', 'a.js'), 'export {}');
  writeFileSync(join(folder, '.secret'), 'no');
  const url = await serve(folder);
  for (const path of ['/', `/r/${'a'.repeat(32)}`]) {
    const response = await fetch(url + path);
    expect(await response.text()).toBe('<p>page</p>');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  }
  expect(await (await fetch(`${url}/assets/a.js`)).text()).toBe('export {}');
  for (const path of ['/assets/b.js', '/.secret', '/%2e%2e/.secret']) expect((await fetch(url + path)).status, path).toBe(404);
});

test('where the page was not built the rest is served', async () => {
  const url = await serve();
  expect((await fetch(`${url}/`)).status).toBe(404);
  expect(await (await fetch(`${url}/network.json`)).json()).toEqual({ name: 'Test' });
});
