import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { LocalChain } from './local-chain.ts';

/** Opens the chain to programs of this machine by JSON-RPC over HTTP, single calls and batches; `port` 0 takes any. */
export function openDoor(chain: LocalChain, port: number): Promise<{ rpcUrl: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    answerRequest(chain, request).then(
      ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      (error) => response.destroy(error),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      resolve({ rpcUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => closeServer(server) });
    });
  });
}

async function answerRequest(chain: LocalChain, request: IncomingMessage): Promise<{ status: number; body: unknown }> {
  // A web page can send other types to 127.0.0.1 without asking first; for this one the browser asks, and nobody answers.
  if (request.method !== 'POST' || !request.headers['content-type']?.startsWith('application/json')) {
    return { status: 415, body: failure(null, -32600, 'POST a JSON-RPC request with content-type application/json') };
  }
  const payload = parse(await text(request));
  if (payload === undefined) return { status: 400, body: failure(null, -32700, 'the request is not JSON') };
  const body = Array.isArray(payload)
    ? await Promise.all(payload.map((call) => answer(chain, call)))
    : await answer(chain, payload);
  return { status: 200, body };
}

async function answer(chain: LocalChain, call: unknown): Promise<unknown> {
  const { id = null, method, params = [] } = (call ?? {}) as { id?: unknown; method?: unknown; params?: unknown };
  if (typeof method !== 'string' || !Array.isArray(params))
    return failure(id, -32600, 'a call has a method and a list of params');
  try {
    return { jsonrpc: '2.0', id, result: await chain.request(method, params) };
  } catch (error) {
    return failure(id, ...describeError(error));
  }
}

/** Reverts go out as other nodes send them: code 3 and the revert's data, which ethers decodes. */
function describeError(error: unknown): [code: number, message: string, data?: unknown] {
  const { code, message, data } = error as { code?: unknown; message?: unknown; data?: unknown };
  const revert = typeof data === 'object' && data !== null && 'data' in data ? data.data : data;
  return [typeof code === 'number' ? code : -32601, String(message), revert];
}

const failure = (id: unknown, code: number, message: string, data?: unknown) => ({
  jsonrpc: '2.0',
  id,
  error: { code, message, data },
});

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
