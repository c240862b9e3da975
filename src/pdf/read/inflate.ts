import { Inflate } from 'fflate';
import { PdfFormatError } from './format-error.ts';

const CHUNK = 16 * 1024;

/**
 * Undoes zlib's format (RFC 1950), up to `limit` bytes. fflate alone accepts a wrong Adler-32 and bytes after the end, which zlib
 * refuses or passes over; here the deflate stream and its checksum must fill `data` exactly, so that every inflater agrees.
 */
export function inflate(data: Uint8Array, offset: number, limit: number): Uint8Array {
  const header = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
  // CM 8, a window of at most 32 KiB, no preset dictionary, header checksum.
  if (data.length < 7 || (header & 0x8f00) !== 0x0800 || (header & 0x20) !== 0 || header % 31 !== 0)
    throw new PdfFormatError('inflate', offset, 'FlateDecode data does not begin with a zlib header');
  const body = data.subarray(2, -4);
  const output = inflateRaw(body, offset, limit);
  if (adler32(output) !== new DataView(data.buffer, data.byteOffset + data.length - 4, 4).getUint32(0))
    throw new PdfFormatError('inflate', offset, 'FlateDecode data has a wrong Adler-32 checksum, or bytes after its end');
  if (endsEarly(body, offset, limit)) throw new PdfFormatError('inflate', offset, 'FlateDecode data has bytes after its end');
  return output;
}

/** Whether the deflate stream is complete without its last byte: then that byte belongs to nothing. */
function endsEarly(body: Uint8Array, offset: number, limit: number): boolean {
  try {
    inflateRaw(body.subarray(0, -1), offset, limit);
    return true;
  } catch {
    return false;
  }
}

function inflateRaw(body: Uint8Array, offset: number, limit: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((chunk) => {
    length += chunk.length;
    if (length > limit) throw new PdfFormatError('too-large', offset, `a stream unpacks to more than ${limit} bytes`);
    chunks.push(chunk);
  });
  try {
    for (let start = 0; start < body.length; start += CHUNK)
      stream.push(body.subarray(start, start + CHUNK), start + CHUNK >= body.length);
  } catch (cause) {
    if (cause instanceof PdfFormatError) throw cause;
    throw new PdfFormatError(
      'inflate',
      offset,
      `FlateDecode data cannot be unpacked: ${cause instanceof Error ? cause.message : cause}`,
    );
  }
  return join(chunks, length);
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const joined = new Uint8Array(length);
  let position = 0;
  for (const chunk of chunks) {
    joined.set(chunk, position);
    position += chunk.length;
  }
  return joined;
}

/** RFC 1950, section 8. */
function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let start = 0; start < bytes.length; start += 3800) {
    const end = Math.min(start + 3800, bytes.length);
    for (let i = start; i < end; i++) {
      a += bytes[i] ?? 0;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}
