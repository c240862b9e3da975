import { type FormField, readFields } from './fields.ts';
import { decodeStream, MAX_DECODED } from './filters.ts';
import { PdfFormatError } from './format-error.ts';
import { isDigit, isSpace, Lexer, latin1 } from './lexer.ts';
import { type IndirectObject, NULL, type PdfDict, type PdfObject, type PdfRef, type PdfStream, rawEntry } from './objects.ts';
import { type Page, readPages } from './pages.ts';
import { parseIndirectObject } from './parse-indirect-object.ts';
import { type ObjectStream, parseMember, readObjectStream } from './read-object-stream.ts';
import { mergeSections, readXrefChain } from './read-xref-chain.ts';
import type { XrefEntry, XrefSection } from './xref.ts';

/** A /Length in an object stream whose /Length is an object of its own: nothing honest goes deeper. */
const MAX_LENGTHS_IN_PROGRESS = 2;
/** All that one file's streams may unpack to together, so that many small bombs are no better than a big one. */
const MAX_DECODED_TOGETHER = 96 * 1024 * 1024;

/** One revision of a PDF, read strictly by its cross-reference sections. Objects are parsed when asked for and never copied. */
export class Pdf {
  /** The whole file; this revision is `bytes[0, end)`, and nothing behind is looked at. */
  readonly bytes: Uint8Array;
  readonly end: number;
  /** The version in the header, such as `1.7`; the catalog may name a later one. */
  readonly version: string;
  /** Offset of the newest cross-reference section. */
  readonly startxref: number;
  /** Newest first, along /Prev. */
  readonly sections: readonly XrefSection[];
  /** What all sections together say, the newest deciding. */
  readonly xref: ReadonlyMap<number, XrefEntry>;
  /** Of the newest section. */
  readonly trailer: PdfDict;

  readonly #objects = new Map<number, IndirectObject>();
  readonly #objectStreams = new Map<number, ObjectStream>();
  readonly #lengthsInProgress = new Set<number>();
  readonly #containersInProgress = new Set<number>();
  #decoded = 0;
  #pages: readonly Page[] | undefined;
  #fields: readonly FormField[] | undefined;

  constructor(
    bytes: Uint8Array,
    end: number,
    version: string,
    startxref: number,
    sections: readonly [XrefSection, ...XrefSection[]],
  ) {
    this.bytes = bytes;
    this.end = end;
    this.version = version;
    this.startxref = startxref;
    this.sections = sections;
    this.xref = mergeSections(sections);
    this.trailer = sections[0].trailer;
  }

  /** An encrypted file's structure can be read, its strings and streams cannot. */
  get isEncrypted(): boolean {
    return this.sections.some((section) => section.trailer.entries.has('Encrypt'));
  }

  get rootRef(): PdfRef {
    const root = rawEntry(this.trailer, 'Root');
    if (root?.kind !== 'ref') throw new PdfFormatError('trailer', this.startxref, '/Root of the trailer is no reference');
    return root;
  }

  /** The document catalog. */
  get root(): PdfDict {
    const root = this.get(this.rootRef);
    if (root.kind !== 'dict')
      throw new PdfFormatError('trailer', this.startxref, '/Root of the trailer does not lead to a dictionary');
    return root;
  }

  /** In reading order. */
  pages(): readonly Page[] {
    this.#pages ??= readPages(this);
    return this.#pages;
  }

  /** The form's terminal fields, in its order; empty without a form. */
  fields(): readonly FormField[] {
    this.#fields ??= readFields(this);
    return this.#fields;
  }

  /** The object with this number, or undefined if it is free or has no entry. Throws if it is not where, or what, its entry says. */
  object(number: number): IndirectObject | undefined {
    const known = this.#objects.get(number);
    if (known) return known;
    const entry = this.xref.get(number);
    if (entry === undefined || entry.kind === 'free') return undefined;
    const object =
      entry.kind === 'in-file'
        ? this.#parseInFile(number, entry)
        : parseMember(this.objectStream(entry.container), entry.index, number);
    // Readers differ in how far they follow references to references, and real files have none.
    if (object.value.kind === 'ref')
      throw new PdfFormatError('reference-loop', object.value.start, `object ${number} is nothing but a reference`);
    this.#objects.set(number, object);
    return object;
  }

  /** Follows a reference; a missing object or an absent value is null (ISO 32000-2, 7.3.10). */
  get(value: PdfObject | undefined): PdfObject {
    if (value?.kind !== 'ref') return value ?? NULL;
    const object = this.object(value.number);
    if (!object) return NULL;
    // Some readers ignore the generation, others take the object for missing.
    if (object.generation !== value.generation)
      throw new PdfFormatError(
        'generation',
        value.start,
        `object ${value.number} has generation ${object.generation}, but is referred to as generation ${value.generation}`,
      );
    return object.value;
  }

  /** The direct value under `key`, null if absent. */
  entry(dict: PdfDict, key: string): PdfObject {
    return this.get(rawEntry(dict, key));
  }

  /** A stream's bytes as they stand in the file. */
  rawBytes(stream: PdfStream): Uint8Array {
    return this.bytes.subarray(stream.data.start, stream.data.end);
  }

  /** A stream's decoded bytes; throws for filters other than FlateDecode and for bombs. */
  decode(stream: PdfStream): Uint8Array {
    if (this.isEncrypted) throw new PdfFormatError('encrypted', stream.start, 'the file is encrypted');
    const limit = Math.min(MAX_DECODED, MAX_DECODED_TOGETHER - this.#decoded);
    const decoded = decodeStream(this.bytes, stream, (dict, key) => this.entry(dict, key), limit);
    this.#decoded += decoded.length;
    return decoded;
  }

  #parseInFile(number: number, entry: { readonly offset: number; readonly generation: number }): IndirectObject {
    const object = parseIndirectObject(this.bytes, entry.offset, this.end, (length) => this.#streamLength(length));
    if (object.number !== number)
      throw new PdfFormatError('object-number', entry.offset, `object ${object.number} stands where object ${number} should`);
    if (object.generation !== entry.generation)
      throw new PdfFormatError(
        'generation',
        entry.offset,
        `object ${number} has generation ${object.generation}, but its cross-reference says ${entry.generation}`,
      );
    return object;
  }

  #streamLength(ref: PdfRef): number {
    if (this.#lengthsInProgress.has(ref.number) || this.#lengthsInProgress.size >= MAX_LENGTHS_IN_PROGRESS)
      throw new PdfFormatError(
        'reference-loop',
        ref.start,
        'the /Length of a stream lies within itself, or behind other streams',
      );
    this.#lengthsInProgress.add(ref.number);
    try {
      const length = this.get(ref);
      if (length.kind === 'number' && length.isInteger && length.value >= 0) return length.value;
      throw new PdfFormatError('stream-length', ref.start, `the /Length in object ${ref.number} is no whole number`);
    } finally {
      this.#lengthsInProgress.delete(ref.number);
    }
  }

  /** The object stream with this number, decoded. */
  objectStream(number: number): ObjectStream {
    const known = this.#objectStreams.get(number);
    if (known) return known;
    const entry = this.xref.get(number);
    if (entry?.kind !== 'in-file')
      throw new PdfFormatError('object-stream', this.startxref, `the object stream ${number} is not in the file's body`);
    const { value } = this.object(number) ?? {};
    if (value?.kind !== 'stream') throw new PdfFormatError('object-stream', entry.offset, `object ${number} is no object stream`);
    const stream = this.#readObjectStream(number, value);
    this.#objectStreams.set(number, stream);
    return stream;
  }

  #readObjectStream(number: number, stream: PdfStream): ObjectStream {
    if (this.#containersInProgress.has(number))
      throw new PdfFormatError('reference-loop', stream.start, `the object stream ${number} depends on an object within itself`);
    this.#containersInProgress.add(number);
    try {
      return readObjectStream(number, stream, this.decode(stream), (key) => this.entry(stream.dict, key));
    } finally {
      this.#containersInProgress.delete(number);
    }
  }
}

/**
 * Reads `bytes[0, end)`: by default the whole file, with a smaller `end` an earlier revision, which must be a PDF by itself.
 * Throws {@link PdfFormatError}; also later, when an object is asked for that is malformed.
 */
export function readPdf(bytes: Uint8Array, end = bytes.length): Pdf {
  const version = readHeader(bytes, end);
  const startxref = readStartxref(bytes, end);
  const [newest, ...earlier] = readXrefChain(bytes, end, startxref);
  if (!newest) throw new PdfFormatError('xref', startxref, 'no cross-reference section');
  return new Pdf(bytes, end, version, startxref, [newest, ...earlier]);
}

/** ISO 32000-2, 7.5.2. Junk before the header moves every offset for some readers and for others not. */
function readHeader(bytes: Uint8Array, end: number): string {
  const version = /^%PDF-([12]\.\d)/.exec(latin1(bytes.subarray(0, Math.min(end, 8))))?.[1];
  if (!version) throw new PdfFormatError('header', 0, 'the file does not begin with %PDF- and a version');
  return version;
}

/**
 * ISO 32000-2, 7.5.5, read backwards: %%EOF, the offset, startxref. White space may follow %%EOF, since readers that search
 * for it backwards all find the same one; anything else may not.
 */
function readStartxref(bytes: Uint8Array, end: number): number {
  const skipBackwards = (position: number, matches: (byte: number | undefined) => boolean): number => {
    let start = position;
    while (start > 0 && matches(bytes[start - 1])) start--;
    return start;
  };
  const marker = skipBackwards(end, isSpace) - 5;
  if (marker < 0 || !new Lexer(bytes, marker, end).startsWith('%%EOF'))
    throw new PdfFormatError('end-of-file', Math.max(marker, 0), 'the file does not end with %%EOF');
  const digits = skipBackwards(skipBackwards(marker, isSpace), isDigit);
  const keyword = skipBackwards(digits, isSpace) - 9;
  const lexer = new Lexer(bytes, Math.max(keyword, 0), marker);
  if (keyword < 0 || !lexer.takeKeyword('startxref'))
    throw new PdfFormatError('end-of-file', Math.max(keyword, 0), "no 'startxref' with an offset stands before %%EOF");
  lexer.skipSpace();
  return lexer.expectUnsigned('the offset of the cross-reference');
}
