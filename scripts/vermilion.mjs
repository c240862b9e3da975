#!/usr/bin/env node
// `npx vermilion`: runs the command line interface on a Node.js that is new enough.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { findNode, NODE_MAJOR } from './find-node.mjs';

const node = findNode();
if (node === undefined) {
  console.error(
    `vermilion: needs Node.js ${NODE_MAJOR} or newer, and this is ${process.version}: run 'npm start' once, or install it`,
  );
  process.exit(69);
}
const cli = fileURLToPath(new URL('../src/main/cli.ts', import.meta.url));
const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit' });
// Ctrl-C reaches the child from the terminal.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill());
child.on('exit', (code, signal) => {
  process.exitCode = signal === null ? code : 1;
});
