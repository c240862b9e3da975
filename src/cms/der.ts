import { CmsFormatError } from './cms-format-error.ts';

/**
 * DER (ITU-T X.690), strict: definite lengths in their shortest form, one-byte tags, nothing left over. The signed structures of a
 * seal are judged by this reader; a general BER library accepts several encodings of one value, and is twenty times slower.
 */

type Bytes = Uint8Array<ArrayBuffer>;

export const BOOLEAN = 0x01;
export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
export const OCTET_STRING = 0x04;
export const OBJECT_IDENTIFIER = 0x06;
export const UTF8_STRING = 0x0c;
export const UTC_TIME = 0x17;
export const GENERALIZED_TIME = 0x18;
export const SEQUENCE = 0x30;
export const SET = 0x31;
/** [n] constructed, context-specific. */
export const context = (n: number): number => 0xa0 + n;

/** Reads the elements of one constructed value in turn. Every method throws {@link CmsFormatError} on what is not DER or not there. */
export class DerReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** The next element's tag; undefined at the end. */
  get tag(): number | undefined {
    return this.#bytes[this.#at];
  }

  /** The next element, header included. */
  element(tag = this.tag): Uint8Array {
    const start = this.#at;
    this.content(tag);
    return this.#bytes.subarray(start, this.#at);
  }

  /** The next element's contents. */
  content(tag = this.tag): Uint8Array {
    if (tag === undefined || this.tag !== tag) throw new CmsFormatError(`expected tag ${tag}, found ${this.tag ?? 'the end'}`);
    if ((tag & 0x1f) === 0x1f) throw new CmsFormatError('a tag of more than one byte');
    const { start, length } = this.#length();
    if (length > this.#bytes.length - start) throw new CmsFormatError('an element is longer than what holds it');
    this.#at = start + length;
    return this.#bytes.subarray(start, this.#at);
  }

  /** Reads all of the next element's contents with `read`; nothing may be left over. */
  within<T>(tag: number, read: (contents: DerReader) => T): T {
    return readAll(this.content(tag), read);
  }

  /** A non-negative INTEGER that JavaScript represents exactly. */
  uint(): number {
    const value = readUnsigned(this.content(INTEGER));
    const number = value.reduce((sum, byte) => sum * 256 + byte, 0);
    if (value.length > 7 || !Number.isSafeInteger(number)) throw new CmsFormatError('an INTEGER beyond 2^53 - 1');
    return number;
  }

  /** An OCTET STRING of exactly `size` bytes. */
  octets(size: number): Uint8Array {
    const value = this.content(OCTET_STRING);
    if (value.length !== size) throw new CmsFormatError(`an OCTET STRING of ${value.length} bytes instead of ${size}`);
    return value;
  }

  #length(): { start: number; length: number } {
    const first = this.#bytes[this.#at + 1];
    if (first === undefined) throw new CmsFormatError('an element without a length');
    if (first < 0x80) return { start: this.#at + 2, length: first };
    const start = this.#at + 2 + (first & 0x7f);
    const digits = this.#bytes.subarray(this.#at + 2, start);
    const length = digits.reduce((sum, byte) => sum * 256 + byte, 0);
    const isShortest = digits.length > 0 && digits.length <= 4 && digits[0] !== 0 && length >= 0x80;
    if (!isShortest) throw new CmsFormatError('a length that is indefinite, too long or not in its shortest form');
    return { start, length };
  }
}

/** Reads all of `bytes` with `read`; throws {@link CmsFormatError} where something is left over. */
export function readAll<T>(bytes: Uint8Array, read: (contents: DerReader) => T): T {
  const reader = new DerReader(bytes);
  const result = read(reader);
  if (!reader.isAtEnd) throw new CmsFormatError('something follows where nothing may');
  return result;
}

/** The magnitude, without leading zeros, of a non-negative INTEGER's contents; zero is no bytes at all. */
export function readUnsigned(contents: Uint8Array): Uint8Array {
  const [first, second] = contents;
  if (first === undefined || first >= 0x80) throw new CmsFormatError('an INTEGER that is empty or negative');
  if (first === 0 && second !== undefined && second < 0x80) throw new CmsFormatError('an INTEGER not in its shortest form');
  return first === 0 ? contents.subarray(1) : contents;
}

/** One element. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Bytes {
  const length = contents.reduce((sum, part) => sum + part.length, 0);
  if (length < 0x80) return joined(Uint8Array.of(tag, length), ...contents);
  const digits = magnitude(length);
  return joined(Uint8Array.of(tag, 0x80 | digits.length, ...digits), ...contents);
}

export function derUint(value: number): Bytes {
  return derUnsigned(Uint8Array.from(magnitude(value)));
}

/** A non-negative INTEGER from its big-endian bytes. */
export function derUnsigned(bytes: Uint8Array): Bytes {
  const start = bytes.findIndex((byte) => byte !== 0);
  const significant = start < 0 ? Uint8Array.of() : bytes.subarray(start);
  const [first = 0x80] = significant;
  return first >= 0x80 ? der(INTEGER, Uint8Array.of(0), significant) : der(INTEGER, significant);
}

/** SET OF in DER: elements ascending by their encodings (X.690, 11.6). */
export function derSetOf(tag: number, elements: readonly Uint8Array[]): Bytes {
  return der(tag, ...elements.toSorted(compareBytes));
}

/** The same element under another tag, as IMPLICIT tagging demands. */
export function retagged(tag: number, element: Uint8Array): Bytes {
  const copy = Uint8Array.from(element);
  copy[0] = tag;
  return copy;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
}

function magnitude(value: number): number[] {
  return value === 0 ? [] : [...magnitude(Math.floor(value / 256)), value % 256];
}

function joined(...parts: readonly Uint8Array[]): Bytes {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
