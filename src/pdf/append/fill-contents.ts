import { Refusal } from '../../model/errors.ts';
import type { Span } from '../read/objects.ts';

const DIGITS = new TextEncoder().encode('0123456789abcdef');
const ZERO = 0x30;

/**
 * Writes a CMS into a signature's reserved /Contents, in place: lower-case hexadecimal, then zeros to the end. `contents`
 * includes the delimiters `<` and `>`, so it is exactly the gap in the ByteRange.
 */
export function fillContents(bytes: Uint8Array, contents: Span, der: Uint8Array): void {
  const [first, last] = [contents.start + 1, contents.end - 1];
  if (bytes[contents.start] !== 0x3c || bytes[last] !== 0x3e)
    throw new RangeError(`no /Contents at ${contents.start}–${contents.end}`);
  if (der.length * 2 > last - first) {
    throw new Refusal(
      'contents-too-small',
      `a CMS of ${der.length} bytes does not fit the ${(last - first) / 2} reserved; use a shorter certificate`,
    );
  }
  let at = first;
  for (const byte of der) {
    bytes[at++] = DIGITS[byte >> 4] ?? ZERO;
    bytes[at++] = DIGITS[byte & 15] ?? ZERO;
  }
  bytes.fill(ZERO, at, last);
}
