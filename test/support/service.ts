import { pino } from 'pino';
import { dataFolder } from '../../src/main/data-folder.ts';
import { type Service, startService } from '../../src/main/service.ts';
import type { TestChain } from './chain.ts';
import type { SealingAgency } from './sealing-agency.ts';
import { PASSPHRASE } from './sealing-stage.ts';

/** The service as it runs, on a port of its own. */
export function startTestService(
  { network, keys }: Pick<TestChain, 'network' | 'keys'>,
  data: string,
  more: { maxBytes?: number; log?: NodeJS.WritableStream } = {},
): Promise<Service> {
  const { maxBytes = 50 * 1024 * 1024, log } = more;
  return startService(
    { port: 0, data: dataFolder(data), network, relayKey: keys.relay, keyPassphrase: PASSPHRASE, maxBytes },
    log ? pino(log) : pino({ level: 'silent' }),
  );
}

/** A form as `POST /v1/documents` takes it. */
export function sealingForm(file: Uint8Array | string | undefined, fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  if (file !== undefined)
    form.set('file', new Blob([typeof file === 'string' ? file : new Uint8Array(file)], { type: 'application/pdf' }), 'file.pdf');
  return form;
}

export const bearer = ({ apiKey }: Pick<SealingAgency, 'apiKey'>) => ({ authorization: `Bearer ${apiKey}` });

/** Posts a file to be sealed and waits for it; returns the answer's body whatever it says. */
export async function postDocument(
  url: string,
  agency: SealingAgency,
  file: Uint8Array | string | undefined,
  { fields = {}, headers = {} }: { fields?: Record<string, string>; headers?: Record<string, string> } = {},
) {
  const response = await fetch(`${url}/v1/documents`, {
    method: 'POST',
    headers: { ...bearer(agency), prefer: 'wait=30', ...headers },
    body: sealingForm(file, { sealId: agency.sealId, ...fields }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown> & { documentId: string },
  };
}

export async function downloadPdf(url: string, agency: SealingAgency, documentId: string): Promise<Uint8Array> {
  const response = await fetch(`${url}/v1/documents/${documentId}/pdf`, { headers: bearer(agency) });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return new Uint8Array(await response.arrayBuffer());
}
