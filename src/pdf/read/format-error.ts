/**
 * Why a file is not one that every reader reads alike. The strict reader refuses rather than guesses: whatever two readers
 * could understand differently could show one person a page that another person's verification never saw.
 */
export type PdfFormatCode =
  | 'header'
  | 'end-of-file'
  | 'syntax'
  | 'duplicate-key'
  | 'too-deep'
  | 'too-large'
  | 'xref'
  | 'xref-loop'
  | 'xref-duplicate'
  | 'xref-conflict'
  | 'trailer'
  | 'object-number'
  | 'generation'
  | 'stream-length'
  | 'object-stream'
  | 'filter'
  | 'inflate'
  | 'encrypted'
  | 'page-tree'
  | 'form-field'
  | 'reference-loop';

/** The bytes are not a PDF that this project understands. `offset` counts from the start of the file or, inside an object stream, of its decoded bytes. */
export class PdfFormatError extends Error {
  override readonly name = 'PdfFormatError';
  readonly code: PdfFormatCode;
  readonly offset: number;

  constructor(code: PdfFormatCode, offset: number, message: string) {
    super(`${message} (byte ${offset})`);
    this.code = code;
    this.offset = offset;
  }
}
