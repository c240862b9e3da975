import { openDoor } from './json-rpc-door.ts';
import { openLocalChain } from './local-chain.ts';

/** A chain that remembers, open on 127.0.0.1. Throws `Refusal` (`chain-in-use`, `chain-differs`). */
export async function startLocalChain({
  folder,
  port,
}: {
  readonly folder: string;
  /** Taken if it is free, else another. */
  readonly port: number;
}): Promise<{ rpcUrl: string; close(): Promise<void> }> {
  const chain = await openLocalChain(folder);
  const door = await openDoor(chain, port).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') return openDoor(chain, 0);
    throw error;
  });
  return {
    rpcUrl: door.rpcUrl,
    async close() {
      await door.close();
      await chain.close();
    },
  };
}
