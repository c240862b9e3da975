import { existsSync, globSync, statSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
const BUILT = path.join(ROOT, 'dist/web/index.html');

/** Builds the page into dist/web, unless it is newer than everything that it could be made of. */
export async function buildPage(): Promise<void> {
  if (existsSync(BUILT) && statSync(BUILT).mtimeMs > newestSource()) return;
  const { build } = await import('vite');
  await build({ configFile: path.join(ROOT, 'vite.config.ts'), logLevel: 'warn' });
}

function newestSource(): number {
  const sources = ['package-lock.json', 'vite.config.ts', ...globSync('src/**/*', { cwd: ROOT })];
  return Math.max(...sources.map((source) => statSync(path.join(ROOT, source)).mtimeMs));
}

if (import.meta.main) await buildPage();
