// Plain JavaScript: it runs on the machine's own Node.js, which may be older than Vermilion needs.
import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { findNode, NODE_MAJOR } from './find-node.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Runs a script of the project, named from its root, on a Node.js that is new enough; this process ends as the script does. */
export function runScript(script, args) {
  const node = findNode();
  if (node === undefined) {
    console.error(`needs Node.js ${NODE_MAJOR} or newer, and this is ${process.version}: run 'npm start' once, or install it`);
    process.exit(69);
  }
  const child = spawn(node, [path.join(ROOT, script), ...args], { stdio: 'inherit' });
  // Ctrl-C reaches the child from the terminal.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill());
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
