/** Lower-case hexadecimal with a `0x` prefix and an even number of digits. */
export type Hex = `0x${string}`;

declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** SHA-256 or keccak256 value: 32 bytes as {@link Hex}. */
export type Digest = Branded<Hex, 'Digest'>;
/** keccak256 of an agency's registration code (UTF-8). */
export type AgencyId = Branded<Hex, 'AgencyId'>;
/** keccak256 of the physical seal's code (UTF-8): one physical seal, one e-seal. */
export type SealId = Branded<Hex, 'SealId'>;
/** Leaf of a sealing record in a batch's Merkle tree: 32 bytes. */
export type Leaf = Branded<Hex, 'Leaf'>;
/** Root of a batch's Merkle tree: 32 bytes. */
export type Root = Branded<Hex, 'Root'>;
/** Account or contract: 20 bytes, lower-case (no checksum casing). */
export type Address = Branded<Hex, 'Address'>;
/** 128 random bits as 32 lower-case hexadecimal digits, without prefix: it stands in URLs. */
export type DocumentId = Branded<string, 'DocumentId'>;

/** 'None' wherever a record has a 32-byte field with nothing to say. */
export const ZERO_DIGEST = `0x${'00'.repeat(32)}` as Digest;

const BYTES_32 = /^0x[0-9a-f]{64}$/;
const BYTES_20 = /^0x[0-9a-f]{40}$/;
const DOCUMENT_ID = /^[0-9a-f]{32}$/;

export const isBytes32 = (text: string): text is Digest & SealId & AgencyId & Leaf & Root => BYTES_32.test(text);
export const isAddress = (text: string): text is Address => BYTES_20.test(text);
export const isDocumentId = (text: string): text is DocumentId => DOCUMENT_ID.test(text);

/** Bytes as lower-case hexadecimal with prefix. */
export function toHex(bytes: Uint8Array): Hex {
  let text = '0x';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text as Hex;
}

/** The bytes of a {@link Hex}; throws `RangeError` on anything else. */
export function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  if (!/^0x(?:[0-9a-fA-F]{2})*$/.test(hex)) throw new RangeError(`not 0x-prefixed hexadecimal: ${hex.slice(0, 80)}`);
  const bytes = new Uint8Array(hex.length / 2 - 1);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 + 2 * i, 4 + 2 * i), 16);
  return bytes;
}
