/** PDFDocEncoding where it is not Latin-1 (ISO 32000-2, annex D.3). */
const DOC_ENCODING = new Map<number, string>([
  ...[...'˘ˇˆ˙˝˛˚˜'].map((character, i) => [0x18 + i, character] as const),
  ...[...'•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ŁŒŠŸŽıłœšž'].map((character, i) => [0x80 + i, character] as const),
  [0xa0, '€'],
]);

/** A text string as Unicode (7.9.2.2): UTF-16BE or UTF-8 with a mark, else PDFDocEncoding. */
export function decodeTextString(bytes: Uint8Array): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes.subarray(2));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder('utf-8').decode(bytes.subarray(3));
  let text = '';
  for (const byte of bytes) text += DOC_ENCODING.get(byte) ?? String.fromCharCode(byte);
  return text;
}
