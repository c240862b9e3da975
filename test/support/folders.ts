import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

const make = () => mkdtempSync(join(tmpdir(), 'vermilion-test-'));
const remove = (folder: string) => rmSync(folder, { recursive: true, force: true });

/** An empty folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = make();
  onTestFinished(() => remove(folder));
  return folder;
}

/** An empty folder for all tests of a file. Call it before any `afterAll` of what uses it: hooks run last in, first out. */
export function sharedFolder(): string {
  const folder = make();
  afterAll(() => remove(folder));
  return folder;
}
