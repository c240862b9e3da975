import { PdfFormatError } from './format-error.ts';

const SPACE = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
const DELIMITERS = new Set([...'()<>[]{}/%'].map((character) => character.charCodeAt(0)));
const LF = 0x0a;
const CR = 0x0d;
const PERCENT = 0x25;
/** Texts that people read are shorter by far. */
const MAX_LITERAL = 4 * 1024 * 1024;

/** ISO 32000-2, table 1. */
export const isSpace = (byte: number | undefined): boolean => byte !== undefined && SPACE.has(byte);
const isRegular = (byte: number | undefined): byte is number => byte !== undefined && !SPACE.has(byte) && !DELIMITERS.has(byte);
export const isDigit = (byte: number | undefined): byte is number => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** The value of a hexadecimal digit, either case. */
export function hexDigit(byte: number | undefined): number | undefined {
  if (byte === undefined) return undefined;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : undefined;
}

/** A cursor over `bytes[position, end)`: PDF's tokens (ISO 32000-2, 7.2 and 7.3), one method each. It never looks at or past `end`. */
export class Lexer {
  readonly bytes: Uint8Array;
  readonly end: number;
  position: number;

  constructor(bytes: Uint8Array, position: number, end: number) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  peek(ahead = 0): number | undefined {
    const index = this.position + ahead;
    return index < this.end ? this.bytes[index] : undefined;
  }

  startsWith(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.peek(i) !== text.charCodeAt(i)) return false;
    return true;
  }

  /** Moves past white space and comments. */
  skipSpace(): void {
    for (;;) {
      const byte = this.peek();
      if (byte === PERCENT) this.skipComment();
      else if (isSpace(byte)) this.position++;
      else return;
    }
  }

  private skipComment(): void {
    for (let byte = this.peek(); byte !== undefined && byte !== LF && byte !== CR; byte = this.peek()) this.position++;
  }

  /** Moves past one end of line, CR LF, LF or CR; says whether there was one. */
  skipEndOfLine(): boolean {
    const start = this.position;
    if (this.peek() === CR) this.position++;
    if (this.peek() === LF) this.position++;
    return this.position > start;
  }

  /** Consumes `text`, which must end where a token ends. */
  takeKeyword(text: string): boolean {
    if (!this.startsWith(text) || isRegular(this.peek(text.length))) return false;
    this.position += text.length;
    return true;
  }

  expectKeyword(text: string): void {
    if (!this.takeKeyword(text)) throw this.error(`expected '${text}'`);
  }

  /** Consumes an unsigned integer of at most ten digits, or nothing. */
  takeUnsigned(): number | undefined {
    let digits = 0;
    let value = 0;
    for (let byte = this.peek(); isDigit(byte); byte = this.peek(digits)) {
      value = value * 10 + (byte - 0x30);
      digits++;
    }
    if (digits === 0 || digits > 10 || isRegular(this.peek(digits))) return undefined;
    this.position += digits;
    return value;
  }

  expectUnsigned(what: string): number {
    const value = this.takeUnsigned();
    if (value === undefined) throw this.error(`expected ${what}, an unsigned integer`);
    return value;
  }

  /** A run of regular characters, as text of one character per byte. */
  takeRegular(): string {
    const start = this.position;
    while (isRegular(this.peek())) this.position++;
    return latin1(this.bytes.subarray(start, this.position));
  }

  /** After the slash: the name with `#xx` resolved (7.3.5). */
  takeName(): string {
    const raw = this.takeRegular();
    if (!raw.includes('#')) return raw;
    if (/#(?![0-9a-fA-F]{2})|#00/.test(raw))
      throw this.error('a name holds # without two hexadecimal digits, or a null character');
    return raw.replace(/#(..)/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  }

  /** From `<` past `>`: a hexadecimal string (7.3.4.3). */
  takeHexString(): Uint8Array {
    const start = this.position + 1;
    const close = this.bytes.indexOf(0x3e, start);
    if (close < 0 || close >= this.end) throw new PdfFormatError('syntax', start, 'a hexadecimal string does not end');
    const bytes = new Uint8Array(Math.ceil((close - start) / 2));
    let digits = 0;
    for (this.position = start; this.position < close; this.position++) {
      const digit = hexDigit(this.peek());
      if (digit !== undefined) {
        const index = digits++ >> 1;
        bytes[index] = ((bytes[index] ?? 0) << 4) | digit;
      } else if (!isSpace(this.peek())) throw this.error('a hexadecimal string holds another character');
    }
    this.position++;
    const length = Math.ceil(digits / 2);
    // A last digit that stands alone is followed by 0.
    if (digits % 2 === 1) bytes[length - 1] = (bytes[length - 1] ?? 0) << 4;
    return bytes.subarray(0, length);
  }

  /** From `(` past the balancing `)`: a literal string (7.3.4.2). */
  takeLiteralString(): Uint8Array {
    const start = this.position++;
    const out: number[] = [];
    for (let depth = 1; depth > 0; ) {
      const byte = this.peek();
      if (byte === undefined) throw new PdfFormatError('syntax', start, 'a literal string does not end');
      if (out.length > MAX_LITERAL)
        throw new PdfFormatError('too-large', start, `a literal string is longer than ${MAX_LITERAL} bytes`);
      if (byte === 0x5c) {
        this.takeEscape(out);
        continue;
      }
      if (byte === CR || byte === LF) {
        this.skipEndOfLine();
        out.push(LF);
        continue;
      }
      this.position++;
      if (byte === 0x28) depth++;
      if (byte === 0x29) depth--;
      if (depth > 0) out.push(byte);
    }
    return Uint8Array.from(out);
  }

  private takeEscape(out: number[]): void {
    this.position++;
    const byte = this.peek();
    if (byte === undefined) return;
    if (byte === CR || byte === LF) {
      this.skipEndOfLine();
      return;
    }
    if (byte >= 0x30 && byte <= 0x37) {
      let value = 0;
      for (let i = 0; i < 3; i++) {
        const digit = this.peek();
        if (digit === undefined || digit < 0x30 || digit > 0x37) break;
        value = value * 8 + (digit - 0x30);
        this.position++;
      }
      out.push(value & 0xff);
      return;
    }
    this.position++;
    out.push(ESCAPES.get(byte) ?? byte);
  }

  error(message: string): PdfFormatError {
    return new PdfFormatError('syntax', this.position, message);
  }
}

const ESCAPES = new Map([
  [0x6e, LF],
  [0x72, CR],
  [0x74, 0x09],
  [0x62, 0x08],
  [0x66, 0x0c],
]);

/** Bytes as text, one character per byte. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
