// Plain JavaScript: it runs on the machine's own Node.js, which may be older than Vermilion needs.
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** The release line that runs TypeScript as it is and that the compiler and the chain support. */
export const NODE_MAJOR = 24;

export const TOOLCHAIN = fileURLToPath(new URL('toolchain', import.meta.url));

/** Path of a Node.js that is new enough: this one, else the one that bootstrap installed; undefined if there is none. */
export function findNode() {
  if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) return process.execPath;
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const installed = path.join(TOOLCHAIN, 'node_modules', `node-${system}-${process.arch}`, 'bin', executable);
  return existsSync(installed) ? installed : undefined;
}
