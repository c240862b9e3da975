import { createHash } from 'node:crypto';

/** SHA-256 over the ranges, one after the other; 32 bytes. */
export async function sha256(ranges: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const hash = createHash('sha256');
  for (const range of ranges) hash.update(range);
  return new Uint8Array(hash.digest());
}
