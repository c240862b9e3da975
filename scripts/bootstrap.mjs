// `npm start` and `npm test` from a bare clone, on any Node.js from 20 on: finds a new enough one, installs by it, runs by it.
// Plain JavaScript and nothing but Node's own modules, for nothing is installed yet.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { findNode, NODE_MAJOR, TOOLCHAIN } from './find-node.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMP = path.join(ROOT, 'node_modules', '.vermilion-installed');
const HARDHAT = 'node_modules/hardhat/dist/src/cli.js';
const VITEST = 'node_modules/vitest/vitest.mjs';

const COMMANDS = {
  start: {
    install: 'production',
    steps: (args) => [['scripts/start.ts', ...args]],
  },
  // Compiled and built once, before test files that run at the same time would each do it.
  test: {
    install: 'full',
    steps: (args) => [
      [HARDHAT, 'build', '--quiet'],
      ['scripts/build-page.ts'],
      [VITEST, 'run', ...args],
      ...(args.length === 0 ? [[HARDHAT, 'test', 'solidity']] : []),
    ],
  },
};

async function main([name, ...args]) {
  const command = COMMANDS[name];
  if (command === undefined) throw new Error(`bootstrap runs ${Object.keys(COMMANDS).join(' or ')}, not '${name}'`);
  stopWithParents();
  const node = findNode() ?? (await installNode());
  await installPackages(node, command.install);
  for (const step of command.steps(args)) {
    const code = await run(node, step);
    if (code !== 0) return code;
  }
  if (name === 'test') {
    console.log(
      'Left to .ci/run: lint, types, contract coverage, and the judges that are not ours (poppler, qpdf, OpenSSL, pyHanko).',
    );
  }
  return 0;
}

async function installNode() {
  console.log(`Node.js ${process.version} is too old to run Vermilion: installing ${NODE_MAJOR} into scripts/toolchain`);
  await runNpm(process.execPath, ['ci', '--prefix', TOOLCHAIN]);
  const node = findNode();
  if (node !== undefined) return node;
  throw new Error(
    `npm has no Node.js ${NODE_MAJOR} for ${process.platform}-${process.arch}: install it from https://nodejs.org and try again`,
  );
}

/**
 * Installs what package-lock.json says unless that was done, so that a warm start needs no registry. By the new Node.js: npm on
 * an old one leaves out, without a word, optional packages that want a newer one, and the chain's native part is such a package.
 */
async function installPackages(node, extent) {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(ROOT, 'package-lock.json')))
    .digest('hex');
  const stamp = existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : '';
  if (stamp === `${lock} full` || stamp === `${lock} ${extent}`) return;
  rmSync(STAMP, { force: true });
  await runNpm(node, ['ci', '--no-audit', '--no-fund', extent === 'full' ? '--include=dev' : '--omit=dev']);
  linkCommand();
  writeFileSync(STAMP, `${lock} ${extent}`);
}

/** npm links the commands of packages that it installs, not the project's own. */
function linkCommand() {
  const folder = path.join(ROOT, 'node_modules', '.bin');
  mkdirSync(folder, { recursive: true });
  rmSync(path.join(folder, 'vermilion'), { force: true });
  symlinkSync('../../scripts/vermilion.mjs', path.join(folder, 'vermilion'));
}

async function runNpm(node, args) {
  const npm = process.env.npm_execpath;
  if (npm === undefined) throw new Error("run this by npm: 'npm start' or 'npm test'");
  const code = await run(node, [npm, ...args]);
  if (code !== 0) throw new Error(`npm ${args.join(' ')} ended with ${code}`);
}

/** Runs `node` with `args` in the project's folder; its exit code. */
function run(node, args) {
  const PATH = `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`;
  // The channel closes when this process ends, however it ends: scripts/start.ts ends with it.
  const child = spawn(node, args, { cwd: ROOT, env: { ...process.env, PATH }, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  const forward = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, forward);
      resolve(code ?? 1);
    });
  });
}

/** `kill -9` of npm, or of the shell that it runs this by, must not leave a service behind that holds the port and the chain. */
function stopWithParents() {
  const parents = () => `${process.ppid} ${parentOf(process.ppid)}`;
  const began = parents();
  setInterval(() => parents() !== began && process.exit(1), 500).unref();
}

/** Undefined where the system does not tell. */
function parentOf(pid) {
  try {
    // proc(5): pid (name) state ppid; the name may hold anything.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1];
  } catch {
    return undefined;
  }
}

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  console.error(`bootstrap: ${error.message}`);
  return 1;
});
