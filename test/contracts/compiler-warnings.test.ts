import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import { expect, test } from 'vitest';
import hardhatConfig from '../../hardhat.config.ts';

/** Larger than a chain accepts: of test contracts, which no chain ever sees. */
const CODE_SIZE = '5574';

interface CompilerOutput {
  readonly sources: Readonly<Record<string, unknown>>;
  readonly errors?: readonly {
    readonly errorCode: string;
    readonly formattedMessage: string;
    readonly sourceLocation?: { file: string };
  }[];
}

test('the compiler has nothing to warn of in our own sources', async () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const hre = await createHardhatRuntimeEnvironment(hardhatConfig, {}, root);
  await hre.tasks.getTask('build').run({ quiet: true });
  const outputs = await readOutputs(path.join(hre.config.paths.artifacts, 'build-info'));
  expect(outputs.flatMap(({ sources }) => Object.keys(sources))).toContain('project/contracts/SealRegistry.sol');

  const warnings = outputs
    .flatMap(({ errors = [] }) => errors)
    .filter(({ sourceLocation }) => sourceLocation?.file.startsWith('project/'))
    .filter(({ errorCode, sourceLocation }) => errorCode !== CODE_SIZE || sourceLocation?.file.startsWith('project/contracts/'));
  expect(warnings.map(({ formattedMessage }) => formattedMessage)).toEqual([]);
});

async function readOutputs(directory: string): Promise<readonly CompilerOutput[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.output.json'));
  return Promise.all(
    files.map(
      async (file) => (JSON.parse(await readFile(path.join(directory, file), 'utf8')) as { output: CompilerOutput }).output,
    ),
  );
}
