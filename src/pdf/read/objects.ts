/** A half-open range of bytes [start, end), in the bytes that the object was parsed from: see {@link IndirectObject.source}. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface PdfNull extends Span {
  readonly kind: 'null';
}

export interface PdfBoolean extends Span {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface PdfNumber extends Span {
  readonly kind: 'number';
  readonly value: number;
  /** Written without a decimal point: `1.0` is no integer where one is asked for. */
  readonly isInteger: boolean;
}

export interface PdfName extends Span {
  readonly kind: 'name';
  /** Without the slash, `#xx` resolved; one character per byte (U+0000 to U+00FF). */
  readonly value: string;
}

export interface PdfString extends Span {
  readonly kind: 'string';
  /** Escapes or hexadecimal resolved; never decrypted. */
  readonly bytes: Uint8Array;
  /** The span includes the delimiters, `(…)` or `<…>`. */
  readonly form: 'literal' | 'hex';
}

export interface PdfArray extends Span {
  readonly kind: 'array';
  readonly items: readonly PdfObject[];
}

export interface PdfEntry {
  readonly key: PdfName;
  readonly value: PdfObject;
}

export interface PdfDict extends Span {
  readonly kind: 'dict';
  /** By resolved key, in the order of the file; keys are unique, for the reader refuses a second one. */
  readonly entries: ReadonlyMap<string, PdfEntry>;
}

export interface PdfStream extends Span {
  readonly kind: 'stream';
  readonly dict: PdfDict;
  /** The encoded bytes, between `stream` with its end of line and `endstream`. Always in the file, never in an object stream. */
  readonly data: Span;
}

export interface PdfRef extends Span {
  readonly kind: 'ref';
  readonly number: number;
  readonly generation: number;
}

/** A value with the place where it is written. */
export type PdfObject = PdfNull | PdfBoolean | PdfNumber | PdfName | PdfString | PdfArray | PdfDict | PdfStream | PdfRef;

/** A numbered object. */
export interface IndirectObject {
  readonly number: number;
  readonly generation: number;
  readonly value: PdfObject;
  /** What every span inside `value` refers to: the file's bytes, or an object stream's decoded bytes. Copy from here to keep an entry byte for byte. */
  readonly source: Uint8Array;
  /** `N G obj … endobj` in the file, or the bare value in the object stream. */
  readonly span: Span;
  /** Number of the object stream that holds it; absent for an object in the file's body. */
  readonly container?: number;
}

/** What an absent entry or a reference to a missing object means (ISO 32000-2, 7.3.9 and 7.3.10). */
export const NULL: PdfNull = { kind: 'null', start: 0, end: 0 };

/** The raw value under `key`, references not followed. */
export function rawEntry(dict: PdfDict, key: string): PdfObject | undefined {
  return dict.entries.get(key)?.value;
}

export const isName = (value: PdfObject | undefined, name: string): boolean => value?.kind === 'name' && value.value === name;
