import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file that is either there, complete, or not: a start that was cut off is finished by the next. */
export function writeWhole(file: string, content: string | Uint8Array, mode = 0o644): void {
  const temporary = `${file}.tmp`;
  writeFileSync(temporary, content, { mode, flush: true });
  renameSync(temporary, file);
}
