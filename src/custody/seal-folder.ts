import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../model/errors.ts';
import { isBytes32, type SealId } from '../model/identifiers.ts';

const KEY_FILE = 'key.p12';
const MARK_FILE = 'mark';

/** What custody keeps of a seal. */
export interface StoredSeal {
  /** PKCS#12. */
  readonly p12: Uint8Array;
  /** The registered mark's content stream. */
  readonly mark: Uint8Array;
}

/**
 * Puts a seal where file custody finds it: `<directory>/<sealId>/{mark,key.p12}`, readable by this user only. Each file appears whole
 * or not at all, the key last, so that a seal that has a key is complete. A key that is there is replaced: that completes a rotation.
 */
export async function storeSeal(directory: string, sealId: SealId, seal: StoredSeal): Promise<void> {
  const folder = folderOf(directory, sealId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeWhole(join(folder, MARK_FILE), seal.mark);
  await writeWhole(join(folder, KEY_FILE), seal.p12);
}

/** Throws `Refusal` `seal-not-in-custody`. */
export async function readSeal(directory: string, sealId: SealId): Promise<StoredSeal> {
  const folder = folderOf(directory, sealId);
  try {
    const [p12, mark] = await Promise.all([readFile(join(folder, KEY_FILE)), readFile(join(folder, MARK_FILE))]);
    return { p12, mark };
  } catch (error) {
    throw notInCustody(sealId, error);
  }
}

/** A text that changes whenever the key file is replaced. Throws `Refusal` `seal-not-in-custody`. */
export async function sealVersion(directory: string, sealId: SealId): Promise<string> {
  try {
    const { ino, size, mtimeNs } = await stat(join(folderOf(directory, sealId), KEY_FILE), { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch (error) {
    throw notInCustody(sealId, error);
  }
}

/** A seal's name comes from outside and becomes a path. */
function folderOf(directory: string, sealId: SealId): string {
  if (!isBytes32(sealId)) throw new RangeError(`not a sealId: ${sealId}`);
  return join(directory, sealId);
}

function notInCustody(sealId: SealId, error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return error;
  return new Refusal(
    'seal-not-in-custody',
    `The key of seal ${sealId} is not in this custody; seal where it is, or store it here.`,
  );
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
