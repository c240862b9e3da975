import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { makeSample } from '../../scripts/samples/make-sample.ts';
import { readConfig } from '../../src/main/config.ts';
import { type Service, startService } from '../../src/main/service.ts';
import { startTestChain, type TestChain } from '../support/chain.ts';
import { runTranscript } from '../support/transcript.ts';

const TRANSCRIPTS = join(import.meta.dirname, 'transcripts');

let chain: TestChain;
let service: Service;
let folder: string;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  chain = await startTestChain();
  folder = await mkdtemp(join(tmpdir(), 'vermilion-cli-'));
  const data = join(folder, 'data');
  await mkdir(data);
  await writeFile(join(data, 'network.json'), JSON.stringify(chain.network));
  environment = { ...process.env, VERMILION_DATA: data, PORT: '0' };
  service = await startService(readConfig(environment), pino({ level: 'silent' }));
});

afterAll(async () => {
  await service?.close();
  await chain?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the command line does what its transcripts show', () => {
  test.each(readdirSync(TRANSCRIPTS))('%s', { timeout: 120_000 }, async (name) => {
    const work = await mkdtemp(join(folder, 'work-'));
    await writeFile(join(work, 'letter.pdf'), await makeSample('vi'));
    await writeFile(join(work, 'text.txt'), 'This is no PDF.\n');
    await runTranscript(readFileSync(join(TRANSCRIPTS, name), 'utf8'), work, environment, {
      url: service.url,
      rpc: chain.rpcUrl,
    });
  });
});
