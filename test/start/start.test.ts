import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createLedgerReader } from '../../src/ledger/read/ethers-reader.ts';
import type { NetworkFile } from '../../src/model/network.ts';
import { verifyDocument } from '../../src/verification/verify-document.ts';
import { startTestNode } from '../support/chain.ts';
import { temporaryFolder } from '../support/folders.ts';
import { samplePdf } from '../support/sample-pdf.ts';
import type { SealingAgency } from '../support/sealing-agency.ts';
import { bearer, downloadPdf, postDocument } from '../support/service.ts';

/** Real processes, several one after the other, beside other test files on few cores. */
const PATIENT = { timeout: 180_000 };

test(
  'after 50 seals and kill -9 in the middle of an anchor, all 50 verify and the one in flight is finished',
  PATIENT,
  async () => {
    const data = temporaryFolder();
    const first = await startDemo(data);
    const sealed = new Map<string, Uint8Array>();
    await inParallel(50, 10, async (index) => {
      const { documentId } = await seal(first, `letter ${index}`);
      sealed.set(documentId, await downloadPdf(first.url, first.demo, documentId));
    });
    expect(sealed.size).toBe(50);

    // Once as soon as the service has taken the document, once as soon as the chain has anchored it and before the service knows.
    const taken = await postDocument(first.url, first.demo, await samplePdf('taken'), { headers: { prefer: 'wait=0' } });
    expect(taken.status).toBe(202);
    await kill(first.process);
    const second = await startDemo(data);
    const anchored = await postDocument(second.url, second.demo, await samplePdf('anchored'), { headers: { prefer: 'wait=0' } });
    await untilNextBlock(second.network);
    await kill(second.process);

    const third = await startDemo(data);
    for (const { body } of [taken, anchored]) {
      await expect.poll(() => stateOf(third, body.documentId), { timeout: 30_000 }).toBe('sealed');
      sealed.set(body.documentId, await downloadPdf(third.url, third.demo, body.documentId));
    }
    for (const [documentId, pdf] of sealed) {
      expect(Buffer.from(await downloadPdf(third.url, third.demo, documentId)).equals(pdf)).toBe(true);
      expect(await verdictOn(pdf, third.network)).toBe('TOTAL-PASSED');
    }
  },
);

test.each(['deploying', 'enrolling', 'sample-sealed.pdf'])(
  'a first start that is killed at "%s" is completed by the next one',
  PATIENT,
  async (line) => {
    const data = temporaryFolder();
    const cutOff = spawnStart(data);
    await untilPrinted(cutOff, (printed) => printed.startsWith(line));
    await sleep(Math.random() * 400);
    await kill(cutOff);

    const { url, demo, network } = await startDemo(data);
    expect(demo).toMatchObject({ url, apiKey: expect.any(String), agencyId: expect.any(String), sealId: expect.any(String) });
    expect(await verdictOn(readFileSync(path.join(data, 'sample-sealed.pdf')), network)).toBe('TOTAL-PASSED');
  },
);

test("on a chain that is not Hardhat's it deploys nothing", async () => {
  const node = await startTestNode(4242);
  onTestFinished(() => node.stop());
  const child = spawnStart(temporaryFolder(), { VERMILION_RPC_URL: node.rpcUrl });
  const output = readAll(child);
  expect((await once(child, 'exit'))[0]).toBe(1);
  expect(await output).toContain('not-deployed: chain 4242');
  expect(await node.rpc('eth_blockNumber')).toBe('0x0');
});

interface Demo {
  readonly process: ChildProcess;
  readonly url: string;
  readonly network: NetworkFile;
  readonly demo: SealingAgency;
}

async function startDemo(data: string): Promise<Demo> {
  const child = spawnStart(data);
  const line = await untilPrinted(child, (printed) => printed.startsWith('ready '));
  const read = <Content>(name: string): Content => JSON.parse(readFileSync(path.join(data, name), 'utf8'));
  return { process: child, url: line.replace('ready ', ''), network: read('network.json'), demo: read('demo.json') };
}

/** The first line on standard output that is wanted; the rest is read too, so that the process never writes into nothing. */
function untilPrinted(child: ChildProcess, isWanted: (line: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    createInterface(child.stdout as NodeJS.ReadableStream)
      .on('line', (line) => isWanted(line) && resolve(line))
      .on('close', () => reject(new Error('npm start ended before it was ready')));
  });
}

function spawnStart(data: string, environment: NodeJS.ProcessEnv = {}): ChildProcess {
  const env = { ...process.env, ...environment, VERMILION_DATA: data, PORT: '0' };
  const child = spawn(process.execPath, ['scripts/start.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr?.pipe(process.stderr);
  onTestFinished(() => kill(child));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function readAll(child: ChildProcess): Promise<string> {
  let output = '';
  for await (const chunk of child.stderr as NodeJS.ReadableStream) output += chunk;
  return output;
}

async function inParallel(count: number, width: number, work: (index: number) => Promise<void>): Promise<void> {
  const indexes = Array.from({ length: count }, (_, index) => index).values();
  const lanes = Array.from({ length: width }, async () => {
    for (const index of indexes) await work(index);
  });
  await Promise.all(lanes);
}

async function seal({ url, demo }: Demo, title: string): Promise<{ documentId: string }> {
  const { status, body } = await postDocument(url, demo, await samplePdf(title));
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

async function stateOf({ url, demo }: Demo, documentId: string): Promise<string> {
  const response = await fetch(`${url}/v1/documents/${documentId}`, { headers: bearer(demo) });
  return ((await response.json()) as { state: string }).state;
}

async function untilNextBlock(network: NetworkFile): Promise<void> {
  const ledger = createLedgerReader(network);
  const { block } = await ledger.snapshot();
  while ((await ledger.snapshot()).block === block) await sleep(1);
}

async function verdictOn(pdf: Uint8Array, network: NetworkFile): Promise<string> {
  const { indication } = await verifyDocument(pdf, { network, ledger: createLedgerReader(network) });
  return indication;
}
