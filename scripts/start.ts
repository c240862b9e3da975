import path from 'node:path';
import process from 'node:process';
import { pino } from 'pino';
import { createCliEnvironment } from '../src/main/cli-environment.ts';
import { readConfig } from '../src/main/config.ts';
import { dataFolder, makeDataFolder } from '../src/main/data-folder.ts';
import { HARDHAT_CHAIN_ID } from '../src/main/published-keys.ts';
import { startService } from '../src/main/service.ts';
import { Refusal, Unavailable } from '../src/model/errors.ts';
import { buildPage } from './build-page.ts';
import { describeDemo } from './start/describe-demo.ts';
import { enrolDemo } from './start/enrol-demo.ts';
import { provideNetwork } from './start/provide-network.ts';
import { sealSample } from './start/seal-sample.ts';
import { writeWhole } from './start/write-whole.ts';

/**
 * `npm start`: everything on one machine. Each step is skipped if an earlier start did it, so a start that was cut off is
 * completed by the next one. On a chain that is not Hardhat's it serves, and neither deploys nor enrols.
 */
async function start(): Promise<void> {
  // Whatever is half done when the process that started this one is gone, the next start completes.
  process.on('disconnect', () => process.exit());
  const cli = createCliEnvironment(process.env);
  const data = dataFolder(process.env['VERMILION_DATA'] ?? '.vermilion');
  makeDataFolder(data);
  await buildPage();

  const { network, close: closeNetwork } = await provideNetwork(process.env, data);
  const demo = network.chainId === HARDHAT_CHAIN_ID ? await enrolDemo(cli, data) : undefined;
  const log = pino(pino.destination({ dest: path.join(data.path, 'service.log'), sync: false }));
  const service = await startService(readConfig(), log);
  stopWith(async () => {
    await service.close();
    await closeNetwork();
  });

  if (demo === undefined) {
    console.log(`ready ${service.url}`);
    return;
  }
  writeWhole(path.join(data.path, 'demo.json'), JSON.stringify({ ...demo, url: service.url }, null, 2), 0o600);
  const files = await sealSample(cli, data, service.url, demo);
  console.log(`ready ${service.url}`);
  console.log(describeDemo({ ...files, ...demo, url: service.url, data }));
}

/** Ends in good order at the first signal. */
function stopWith(close: () => Promise<void>): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    void close().finally(() => process.exit());
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
}

await start().catch((error: unknown) => {
  console.error(error instanceof Refusal || error instanceof Unavailable ? `${error.code}: ${error.message}` : error);
  process.exit(1);
});
