/** SHA-256 over the ranges, one after the other; 32 bytes. WebCrypto takes one buffer, so several ranges are joined first. */
export async function sha256(ranges: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const joined = new Uint8Array(ranges.reduce((length, range) => length + range.length, 0));
  let position = 0;
  for (const range of ranges) {
    joined.set(range, position);
    position += range.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined));
}
