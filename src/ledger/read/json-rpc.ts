import { Unavailable } from '../../model/errors.ts';

/** A node that is silent for longer counts as out of reach. */
const TIMEOUT_MS = 10_000;

/** A node answered, and its answer was an error: `message` and `data` are its own. */
export class NodeError extends Error {
  override readonly name = 'NodeError';
  /** For a reverted call, the revert's data, where the node tells. */
  readonly data: unknown;

  constructor(message: string, data: unknown) {
    super(message);
    this.data = data;
  }
}

/** One JSON-RPC call to one node. Throws `NodeError`, or `Unavailable` (`ledger-unreachable`) where no usable answer came. */
export async function askNode(url: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const answer = await post(url, JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
  if (typeof answer !== 'object' || answer === null) throw unreachable(url, 'its answer is not JSON-RPC');
  if ('error' in answer) throw toNodeError(answer.error);
  if (!('result' in answer)) throw unreachable(url, 'its answer is not JSON-RPC');
  return answer.result;
}

async function post(url: string, body: string): Promise<unknown> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return await response.json();
  } catch (cause) {
    throw unreachable(url, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function toNodeError(error: unknown): NodeError {
  const { message, data } = (typeof error === 'object' && error !== null ? error : {}) as { message?: unknown; data?: unknown };
  return new NodeError(typeof message === 'string' ? message : 'unnamed error', data);
}

function unreachable(url: string, why: string, options?: ErrorOptions): Unavailable {
  return new Unavailable('ledger-unreachable', `the chain node ${url} gave no answer (${why}): try again later`, options);
}
