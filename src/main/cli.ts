import { CommanderError } from 'commander';
import { EXIT } from '../cli/exit-code.ts';
import { createProgram } from '../cli/program.ts';
import { Refusal, Unavailable } from '../model/errors.ts';
import { createCliEnvironment } from './cli-environment.ts';

try {
  const program = createProgram(createCliEnvironment(process.env), (code) => {
    process.exitCode = code;
  });
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  // Commander has printed help or the usage error itself.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.refused;
  if (!(error instanceof Refusal || error instanceof Unavailable)) throw error;
  console.error(`vermilion: ${error.code}: ${error.message}`);
  return error instanceof Refusal ? EXIT.refused : EXIT.unavailable;
}
