import { spawn } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';

/**
 * A transcript is what a terminal showed: `$ ` begins a command, the lines after it are its output, `[exit N]` ends one that did
 * not end with 0, `#` begins a comment. `<name>` in output stands for any one word; in later lines, for the same word. `…` stands
 * for anything on a line, and on a line of its own for all the lines that follow.
 */
export interface Step {
  readonly command: string;
  readonly output: readonly string[];
  readonly exit: number;
  readonly line: number;
}

export function parseTranscript(text: string): readonly Step[] {
  const steps: { command: string; output: string[]; exit: number; line: number }[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const step = steps.at(-1);
    const exit = /^\[exit (\d+)\]$/.exec(line)?.[1];
    if (line.startsWith('$ ')) steps.push({ command: line.slice(2), output: [], exit: 0, line: index + 1 });
    else if (line === '' || line.startsWith('#')) continue;
    else if (!step) throw new Error(`line ${index + 1}: output before the first command`);
    else if (exit !== undefined) step.exit = Number(exit);
    else step.output.push(line);
  }
  return steps;
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What differs between a step's expected lines and what was printed, or undefined; captures new words into `words`. */
export function compareOutput(
  expected: readonly string[],
  actual: readonly string[],
  words: Map<string, string>,
): string | undefined {
  for (const [index, line] of expected.entries()) {
    if (line === '…') return undefined;
    const names: string[] = [];
    const pattern = line.split(/(<[a-z][a-zA-Z]*>|…)/).map((part) => {
      if (part === '…') return '.*';
      const name = /^<([a-z][a-zA-Z]*)>$/.exec(part)?.[1];
      if (name === undefined) return literally(part);
      const known = words.get(name);
      if (known !== undefined) return literally(known);
      names.push(name);
      return '(\\S+)';
    });
    const match = new RegExp(`^${pattern.join('')}$`).exec(actual[index] ?? '');
    if (!match) return `expected: ${line}\nprinted:  ${actual[index] ?? '(nothing)'}`;
    for (const [position, name] of names.entries()) words.set(name, match[position + 1] ?? '');
  }
  return actual.length > expected.length ? `printed more than expected: ${actual.slice(expected.length).join('\n')}` : undefined;
}

/** Runs the commands of a transcript by the shell, in `folder`, with the `vermilion` of this checkout; throws at the first difference. */
export async function runTranscript(
  text: string,
  folder: string,
  environment: NodeJS.ProcessEnv,
  known: Readonly<Record<string, string>> = {},
): Promise<void> {
  const bin = join(folder, '.bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'vermilion'), `#!/bin/sh\nexec "${process.execPath}" "${resolve('src/main/cli.ts')}" "$@"\n`);
  await chmod(join(bin, 'vermilion'), 0o755);
  const env = { ...environment, PATH: `${bin}${delimiter}${environment['PATH'] ?? ''}` };
  const words = new Map(Object.entries(known));
  for (const step of parseTranscript(text)) {
    const command = step.command.replace(/<([a-z][a-zA-Z]*)>/g, (whole, name: string) => words.get(name) ?? whole);
    const { code, lines } = await runShell(command, folder, env);
    const difference = compareOutput(step.output, lines, words);
    if (code !== step.exit || difference) {
      throw new Error(`line ${step.line}: $ ${command}\nexit ${code}, expected ${step.exit}\n${difference ?? lines.join('\n')}`);
    }
  }
}

function runShell(command: string, cwd: string, env: NodeJS.ProcessEnv): Promise<{ code: number; lines: readonly string[] }> {
  return new Promise((done, failed) => {
    const child = spawn('sh', ['-c', `${command} 2>&1`], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
    child.on('error', failed);
    child.on('close', (code) => done({ code: code ?? -1, lines: output.split('\n').filter((line) => line !== '') }));
  });
}
