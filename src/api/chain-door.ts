import { json, type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { Unavailable } from '../model/errors.ts';
import type { NetworkFile } from '../model/network.ts';

const MAX_REQUEST_BYTES = '128kb';
const MAX_CALLS = 100;
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
const TIMEOUT_MS = 15_000;

/**
 * A read-only door to the chain, so that the page can check for itself: `POST /rpc`, JSON-RPC with a list of methods, and of those
 * that name a contract only our two. Nothing here can send a transaction. The page need not believe it: see the network file's quorum.
 */
export function chainDoor(network: NetworkFile, limit: RequestHandler): Router {
  const call = callSchema(network);
  const router = Router();
  router.post('/rpc', limit, json({ limit: MAX_REQUEST_BYTES, strict: true, type: () => true }), async (request, response) => {
    const calls: unknown[] = Array.isArray(request.body) ? request.body : [request.body];
    if (calls.length === 0 || calls.length > MAX_CALLS) {
      response.json(rpcError(null, -32600, `A batch holds 1 to ${MAX_CALLS} calls, this one ${calls.length}.`));
      return;
    }
    const judged = calls.map((asked) => judge(call, asked));
    const answers = await forward(
      network.rpcUrls,
      judged.flatMap((judgement) => ('call' in judgement ? [judgement.call] : [])),
    );
    const all = judged.map((judgement) =>
      'call' in judgement ? (answers.shift() ?? rpcError(judgement.id, -32603, 'no answer')) : judgement.error,
    );
    response.json(Array.isArray(request.body) ? all : all[0]);
  });
  return router;
}

function callSchema(network: NetworkFile) {
  const ours = z
    .string()
    .toLowerCase()
    .refine((to) => to === network.registry || to === network.ledger, 'only the registry and the ledger may be asked');
  const bytes = z.string().regex(/^0x[0-9a-fA-F]*$/);
  const block = z.string().regex(/^(?:0x[0-9a-fA-F]+|latest|earliest|finalized|safe|pending)$/);
  const envelope = { jsonrpc: z.literal('2.0'), id: z.union([z.int(), z.string().max(64)]) };
  const method = <N extends string, P extends z.ZodType>(name: N, params: P) =>
    z.strictObject({ ...envelope, method: z.literal(name), params });
  const transaction = z.strictObject({ to: ours, data: bytes.optional(), input: bytes.optional() });
  const filter = z.strictObject({
    address: z.union([ours, z.array(ours).min(1).max(2)]),
    topics: z
      .array(z.union([bytes, z.null(), z.array(bytes).max(8)]))
      .max(4)
      .optional(),
    fromBlock: block.optional(),
    toBlock: block.optional(),
    blockHash: bytes.optional(),
  });
  return z.discriminatedUnion('method', [
    method('eth_call', z.union([z.tuple([transaction]), z.tuple([transaction, block])])),
    method('eth_chainId', z.tuple([]).optional().default([])),
    method('eth_blockNumber', z.tuple([]).optional().default([])),
    method('eth_getBlockByNumber', z.tuple([block, z.literal(false)])),
    method('eth_getLogs', z.tuple([filter])),
  ]);
}

type Call = z.infer<ReturnType<typeof callSchema>>;
type Judgement = { readonly call: Call; readonly id: number | string } | { readonly error: object };

function judge(schema: ReturnType<typeof callSchema>, asked: unknown): Judgement {
  const parsed = schema.safeParse(asked);
  if (parsed.success) return { call: parsed.data, id: parsed.data.id };
  const id = z.object({ id: z.union([z.number(), z.string().max(64)]) }).safeParse(asked).data?.id ?? null;
  const isMethod = parsed.error.issues.some((issue) => issue.path[0] === 'method');
  return {
    error: isMethod
      ? rpcError(id, -32601, 'This door knows eth_call, eth_chainId, eth_blockNumber, eth_getBlockByNumber and eth_getLogs.')
      : rpcError(id, -32602, z.prettifyError(parsed.error)),
  };
}

const rpcError = (id: number | string | null, code: number, message: string) => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
});

/** The first node that answers; answers in the order of the calls. */
async function forward(rpcUrls: readonly string[], calls: readonly Call[]): Promise<object[]> {
  if (calls.length === 0) return [];
  let cause: unknown;
  for (const url of rpcUrls) {
    try {
      return await ask(url, calls);
    } catch (error) {
      cause = error;
    }
  }
  throw new Unavailable('ledger-unreachable', 'No node of the chain answers. Try again in a moment.', { cause });
}

async function ask(url: string, calls: readonly Call[]): Promise<object[]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    // Our own numbers: a node answers a batch in any order, and callers may use one id twice.
    body: JSON.stringify(calls.map((call, id) => ({ ...call, id }))),
    signal: AbortSignal.timeout(TIMEOUT_MS),
    redirect: 'error',
  });
  if (!response.ok) throw new Error(`the node answered ${response.status}`);
  const answers = z.array(z.looseObject({ id: z.int() })).parse(JSON.parse(await readBounded(response)));
  return calls.map((call, id) => ({
    ...(answers.find((answer) => answer.id === id) ?? rpcError(call.id, -32603, 'no answer')),
    id: call.id,
  }));
}

async function readBounded(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_ANSWER_BYTES) throw new Error(`the node's answer is longer than ${MAX_ANSWER_BYTES}`);
  }
  return text + decoder.decode();
}
