import { type Interface, type LogParams, Transaction, toQuantity, Wallet } from 'ethers';
import { Unavailable } from '../../model/errors.ts';
import type { Address, Digest, Hex } from '../../model/identifiers.ts';
import type { NetworkFile } from '../../model/network.ts';
import { askNode, NodeError } from '../read/json-rpc.ts';
import { toRefusal } from './contract-refusal.ts';
import type { PreparedTransaction } from './port.ts';

export interface Receipt {
  readonly succeeded: boolean;
  readonly block: number;
  /** The block's time, Unix seconds. */
  readonly time: number;
  readonly logs: readonly LogParams[];
}

/** An account that sends transactions to one chain. It pays; what it may do beyond that is the contracts' business. */
export interface Relay {
  readonly address: Address;
  rpc(method: string, ...params: unknown[]): Promise<unknown>;
  /** What the call would cost now; throws `Refusal` where the contract would refuse it. */
  estimateGas(to: Address, data: string): Promise<bigint>;
  /** Signs with the next free nonce. */
  sign(to: Address, data: string, gasLimit: bigint): Promise<PreparedTransaction>;
  /** Sends it; a transaction that the node knows or whose nonce is used is no error. */
  send(transaction: PreparedTransaction): Promise<void>;
  receipt(transaction: Digest): Promise<Receipt | undefined>;
  /** Estimates, signs, sends and waits until it is mined. */
  execute(
    to: Address,
    contract: Interface,
    name: string,
    args: readonly unknown[],
  ): Promise<Receipt & { readonly transaction: Digest }>;
}

const POLL_MS = 100;
const PATIENCE_MS = 60_000;
/** Somebody else who sends from the same account may be faster. */
const ATTEMPTS = 5;

export function createRelay(network: NetworkFile, privateKey: Hex): Relay {
  const wallet = new Wallet(privateKey);
  const address = wallet.address.toLowerCase() as Address;
  const [url] = network.rpcUrls;
  if (url === undefined) throw new Unavailable('ledger-unreachable', `the network file of ${network.name} names no chain node`);

  const rpc: Relay['rpc'] = async (method, ...params) => {
    try {
      return await askNode(url, method, params);
    } catch (error) {
      if (!(error instanceof NodeError)) throw error;
      throw (
        toRefusal(error) ??
        new Unavailable('transaction-not-accepted', `${url} refused ${method}: ${error.message}`, { cause: error })
      );
    }
  };

  async function fees(): Promise<{ gasPrice: bigint } | { maxFeePerGas: bigint; maxPriorityFeePerGas: bigint }> {
    const block = (await rpc('eth_getBlockByNumber', 'latest', false)) as { baseFeePerGas?: string };
    const gasPrice = BigInt(String(await rpc('eth_gasPrice')));
    if (block.baseFeePerGas === undefined) return { gasPrice };
    const baseFee = BigInt(block.baseFeePerGas);
    const maxPriorityFeePerGas = gasPrice > baseFee ? gasPrice - baseFee : 0n;
    // Twice the base fee outlives five full blocks.
    return { maxFeePerGas: 2n * baseFee + maxPriorityFeePerGas, maxPriorityFeePerGas };
  }

  const relay: Relay = {
    address,
    rpc,

    async estimateGas(to, data) {
      return BigInt(String(await rpc('eth_estimateGas', { from: address, to, data })));
    },

    async sign(to, data, gasLimit) {
      const nonce = Number(await rpc('eth_getTransactionCount', address, 'pending'));
      const transaction = Transaction.from({ to, data, nonce, gasLimit, chainId: network.chainId, value: 0, ...(await fees()) });
      const raw = (await wallet.signTransaction(transaction)) as Hex;
      return { digest: Transaction.from(raw).hash as Digest, raw, nonce };
    },

    async send({ digest, raw, nonce }) {
      try {
        await rpc('eth_sendRawTransaction', raw);
      } catch (error) {
        const known = await rpc('eth_getTransactionByHash', digest);
        const nextNonce = Number(await rpc('eth_getTransactionCount', address, 'latest'));
        if (known === null && nextNonce <= nonce) throw error;
      }
    },

    async receipt(transaction) {
      const receipt = (await rpc('eth_getTransactionReceipt', transaction)) as RawReceipt | null;
      if (receipt === null) return undefined;
      const block = (await rpc('eth_getBlockByNumber', receipt.blockNumber, false)) as { timestamp: string };
      return {
        succeeded: Number(receipt.status) === 1,
        block: Number(receipt.blockNumber),
        time: Number(block.timestamp),
        logs: receipt.logs,
      };
    },

    async execute(to, contract, name, args) {
      const data = contract.encodeFunctionData(name, args);
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const gas = await relay.estimateGas(to, data);
        const prepared = await relay.sign(to, data, (gas * 5n) / 4n);
        await relay.send(prepared);
        const receipt = await mined(relay, prepared);
        if (receipt === 'lost') continue;
        // Estimated a moment ago, refused now: asking once more tells by which error.
        if (!receipt.succeeded) await rpc('eth_call', { from: address, to, data }, toQuantity(receipt.block));
        if (!receipt.succeeded)
          throw new Unavailable('transaction-failed', `${name} failed in transaction ${prepared.digest}: try again`);
        return { ...receipt, transaction: prepared.digest };
      }
      throw new Unavailable('nonce-contended', `${ATTEMPTS} times another transaction of ${address} was faster: try again later`);
    },
  };
  return relay;
}

interface RawReceipt {
  readonly status: string;
  readonly blockNumber: string;
  readonly logs: readonly LogParams[];
}

async function mined(relay: Relay, { digest, nonce }: PreparedTransaction): Promise<Receipt | 'lost'> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    // In this order: a receipt that appears between the two questions is not taken for a lost nonce.
    const used = Number(await relay.rpc('eth_getTransactionCount', relay.address, 'latest')) > nonce;
    const receipt = await relay.receipt(digest);
    if (receipt !== undefined) return receipt;
    if (used) return 'lost';
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Unavailable(
    'not-mined',
    `transaction ${digest} was sent and is not mined after ${PATIENCE_MS / 1000} s: see later whether it was`,
  );
}
