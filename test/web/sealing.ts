import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { dataFolder } from '../../src/main/data-folder.ts';
import { type Service, startService } from '../../src/main/service.ts';
import type { TestChain } from '../support/chain.ts';
import { enrolSealingAgency } from '../support/sealing-agency.ts';

export interface SealedFile {
  readonly documentId: string;
  readonly pdf: Uint8Array;
}

/** A running service with one agency that seals through it. */
export interface Sealing {
  readonly service: Service;
  seal(file: Uint8Array): Promise<SealedFile>;
  revoke(documentId: string, revocation: { readonly reason: string; readonly replacement: string }): Promise<void>;
  stop(): Promise<void>;
}

/** The real service, on a data folder and a port of its own. */
export async function startSealing(chain: TestChain, agency: { readonly code: string; readonly name: string }): Promise<Sealing> {
  const folder = await mkdtemp(join(tmpdir(), 'vermilion-page-'));
  const keyPassphrase = 'page test';
  const { sealId, apiKey } = await enrolSealingAgency(chain, agency, { data: folder, passphrase: keyPassphrase });
  const { network, keys } = chain;
  const service = await startService(
    { port: 0, data: dataFolder(folder), network, relayKey: keys.relay, keyPassphrase, maxBytes: 2 ** 20 },
    pino({ level: 'silent' }),
  );
  const authorization = `Bearer ${apiKey}`;

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(`${service.url}/v1/documents${path}`, {
      ...init,
      headers: { authorization, ...init.headers },
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  }

  return {
    service,
    async seal(file) {
      const body = new FormData();
      body.append('sealId', sealId);
      body.append('file', new Blob([Buffer.from(file)], { type: 'application/pdf' }), 'notice.pdf');
      const answer = await ask('', { method: 'POST', headers: { prefer: 'wait=60' }, body });
      const { documentId } = (await answer.json()) as { documentId: string };
      const pdf = await ask(`/${documentId}/pdf`);
      return { documentId, pdf: new Uint8Array(await pdf.arrayBuffer()) };
    },
    async revoke(documentId, revocation) {
      const headers = { 'content-type': 'application/json' };
      await ask(`/${documentId}/revocation`, { method: 'POST', headers, body: JSON.stringify(revocation) });
    },
    async stop() {
      await service.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
