import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Unavailable } from '../model/errors.ts';
import type { Digest } from '../model/identifiers.ts';

/** Files by the SHA-256 of their content: `<folder>/ab/ab…`. What was put is on the disk when `put` resolves. */
export interface BlobStore {
  put(bytes: Uint8Array): Promise<Digest>;
  /** Throws `Unavailable` (`blob-missing`, `blob-damaged`). */
  get(digest: Digest): Promise<Uint8Array>;
}

export function openBlobStore(folder: string): BlobStore {
  const pathOf = (digest: Digest) => join(folder, digest.slice(2, 4), digest.slice(2));
  return {
    async put(bytes) {
      const digest = sha256(bytes);
      const path = pathOf(digest);
      if (await exists(path)) return digest;
      if ((await mkdir(dirname(path), { recursive: true })) !== undefined) await syncFolder(folder);
      const draft = `${path}.${randomUUID()}`;
      await writeDurably(draft, bytes);
      await rename(draft, path);
      await syncFolder(dirname(path));
      return digest;
    },
    async get(digest) {
      const bytes = await readFile(pathOf(digest)).catch((cause: unknown) => {
        throw new Unavailable('blob-missing', `The stored file ${digest} cannot be read. Restore it from a backup.`, { cause });
      });
      if (sha256(bytes) !== digest) {
        throw new Unavailable('blob-damaged', `The stored file ${digest} is damaged. Restore it from a backup.`);
      }
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    },
  };
}

const sha256 = (bytes: Uint8Array) => `0x${createHash('sha256').update(bytes).digest('hex')}` as Digest;

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename is durable only once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
