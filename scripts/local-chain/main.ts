import { parseArgs } from 'node:util';
import { Refusal } from '../../src/model/errors.ts';
import { startLocalChain } from './start-local-chain.ts';

/** `node scripts/local-chain/main.ts --folder FOLDER [--port N]`: the chain alone, as `npm start` runs it beside the service. */
const { values } = parseArgs({ options: { folder: { type: 'string' }, port: { type: 'string', default: '8545' } } });
try {
  if (values.folder === undefined) throw new Refusal('missing-option', '--folder FOLDER must say where the journal lies');
  const chain = await startLocalChain({ folder: values.folder, port: Number(values.port) });
  console.log(`chain ${chain.rpcUrl}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void chain.close());
} catch (error) {
  console.error(error instanceof Refusal ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
