import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Refusal, Unavailable } from '../model/errors.ts';
import type { DocumentId, SealId } from '../model/identifiers.ts';
import type { SealService } from './environment.ts';

/** Where the service is, and in whose name it is asked. */
export interface ServiceAccess {
  /** Without a slash at the end. */
  readonly url: string;
  readonly apiKey: string;
  readonly sealId?: SealId;
}

interface DescribedDocument {
  readonly documentId: DocumentId;
  readonly state: string;
  readonly failure?: { readonly code: string; readonly detail: string };
}

/** The agency's service by its HTTP API. A problem that it answers is a `Refusal` with the problem's code. */
export function connectService({ url, apiKey, sealId }: ServiceAccess): SealService {
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { ...init.headers, Authorization: `Bearer ${apiKey}` };
    const response = await fetch(`${url}${path}`, { ...init, headers }).catch((cause: unknown) => {
      throw new Unavailable('service-unreachable', `no service answers at ${url}: start it, or give another --url`, { cause });
    });
    if (response.ok) return response;
    const problem = (await response.json().catch(() => ({}))) as {
      code?: string;
      detail?: string;
      findings?: { message: string }[];
    };
    const findings = problem.findings?.map((finding) => finding.message) ?? [];
    throw new Refusal(problem.code ?? `http-${response.status}`, [problem.detail ?? response.statusText, ...findings].join(' '));
  };

  return {
    async seal({ name, bytes }) {
      if (sealId === undefined) throw new Refusal('no-seal', 'name the seal to use with --seal');
      const form = new FormData();
      form.set('sealId', sealId);
      form.set('file', new File([new Uint8Array(bytes)], basename(name), { type: 'application/pdf' }));
      let response = await call('/v1/documents', { method: 'POST', body: form, headers: { Prefer: 'wait=60' } });
      let document = (await response.json()) as DescribedDocument;
      // 202: signed, but its anchor takes longer than the service lets a request wait.
      while (document.state !== 'sealed') {
        if (document.failure) throw new Refusal(document.failure.code, document.failure.detail);
        await pause(1000);
        response = await call(`/v1/documents/${document.documentId}`);
        document = (await response.json()) as DescribedDocument;
      }
      const pdf = await (await call(`/v1/documents/${document.documentId}/pdf`)).arrayBuffer();
      return { documentId: document.documentId, pdf: new Uint8Array(pdf) };
    },

    async revoke(documentId, reason, replacement) {
      await call(`/v1/documents/${documentId}/revocation`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ reason, ...(replacement && { replacement }) }),
      });
    },
  };
}
