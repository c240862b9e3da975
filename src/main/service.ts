import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { createApp } from '../api/app.ts';
import { openFileCustody } from '../custody/file-custody.ts';
import { createLedgerReader } from '../ledger/read/ethers-reader.ts';
import { createAnchorWriter, createRevocationWriter } from '../ledger/write/ethers-writer.ts';
import { Refusal } from '../model/errors.ts';
import { anchorNext } from '../sealing/anchoring-worker.ts';
import { createRelay } from '../sealing/relay.ts';
import { createSettlements } from '../sealing/settlements.ts';
import { signNext } from '../sealing/signing-worker.ts';
import { runWorker } from '../sealing/worker.ts';
import { openStore } from '../store/store.ts';
import type { Config } from './config.ts';
import { makeDataFolder } from './data-folder.ts';
import { createVerifier } from './verifier.ts';

export interface Service {
  /** Where it listens, `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Takes no new request, ends the steps under way, closes the database. */
  close(): Promise<void>;
}

/** Vite builds the page to here. */
const WEB_FOLDER = join(import.meta.dirname, '../../dist/web');

/** Serves, and takes up again whatever an earlier run left unfinished. */
export async function startService(config: Config, log: Logger = pino()): Promise<Service> {
  const { network } = config;
  makeDataFolder(config.data);
  const store = await openStore(config.data.path);
  const custody = openFileCustody(config.data.custody, config.keyPassphrase);
  const ledger = createLedgerReader(network);
  const settlements = createSettlements(store.documents);
  const relay = createRelay(() => anchoring.kick());
  const verifier = createVerifier({ network, data: config.data.path }, log);
  const now = () => new Date();
  const shared = { store, custody, ledger, network, settlements, relay, now, log };

  const app = createApp({
    ...shared,
    revocation: { ...shared, revocations: createRevocationWriter(network, config.relayKey) },
    onReceived: () => signing.kick(),
    verify: verifier.verify,
    maxBytes: config.maxBytes,
    ...(existsSync(WEB_FOLDER) && { webFolder: WEB_FOLDER }),
  });
  const server = createServer(app);
  const url = await listen(server, config).catch(async (error) => {
    await store.close();
    throw error;
  });

  // Only whoever has the port works on the outbox.
  const anchors = createAnchorWriter(network, config.relayKey);
  const publicUrl = config.publicUrl ?? url;
  const anchoring = runWorker('anchoring', () => anchorNext({ ...shared, anchors }), log);
  const signing = runWorker('signing', () => signNext({ ...shared, publicUrl, onSigned: () => anchoring.kick() }), log);
  log.info({ url, publicUrl, network: network.name, chainId: network.chainId }, 'serving');

  return {
    url,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      await Promise.all([signing.stop(), anchoring.stop()]);
      server.closeAllConnections();
      await closed;
      await verifier.close();
      await store.close();
    },
  };
}

/** Without a public URL nobody but this machine is meant to reach the service. */
function listen(server: ReturnType<typeof createServer>, { port, publicUrl }: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Refusal('port-in-use', `another program listens on port ${port}: stop it, or set PORT to one that is free`, {
              port,
            })
          : error,
      );
    server.once('error', fail);
    server.listen({ port, ...(publicUrl === undefined && { host: '127.0.0.1' }) }, () => {
      server.removeListener('error', fail);
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}
