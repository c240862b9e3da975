import { PdfFormatError } from '../read/format-error.ts';
import type { PdfDict, PdfObject } from '../read/objects.ts';
import type { Pdf } from '../read/pdf.ts';

/** More values than any document has that people sign; a walk ends here. */
export const MAX_VALUES = 5_000_000;

export interface Visitor {
  /** `isStream`: the dictionary is a stream's. */
  dictionary(dict: PdfDict, isStream: boolean): void;
  /** A reference leads to something that is not a PDF object. */
  unreadable(error: PdfFormatError): void;
}

/** Visits every dictionary that references lead to, each object once. */
export class Walk {
  readonly #pdf: Pdf;
  readonly #visited = new Set<number>();
  #values = 0;

  constructor(pdf: Pdf) {
    this.#pdf = pdf;
  }

  /** Counts these objects as visited, so that a walk from elsewhere ends at them. */
  fence(numbers: Iterable<number>): void {
    for (const number of numbers) this.#visited.add(number);
  }

  /** False if there are more than {@link MAX_VALUES} values. */
  from(start: PdfObject, visitor: Visitor): boolean {
    const pending: PdfObject[] = [start];
    for (let value = pending.pop(); value; value = pending.pop()) {
      if (++this.#values > MAX_VALUES) return false;
      if (value.kind === 'array') for (const item of value.items) pending.push(item);
      else if (value.kind === 'dict') this.#enter(value, false, pending, visitor);
      else if (value.kind === 'stream') this.#enter(value.dict, true, pending, visitor);
      else if (value.kind === 'ref' && !this.#visited.has(value.number)) {
        this.#visited.add(value.number);
        const target = this.#target(value, visitor);
        if (target) pending.push(target);
      }
    }
    return true;
  }

  #enter(dict: PdfDict, isStream: boolean, pending: PdfObject[], visitor: Visitor): void {
    visitor.dictionary(dict, isStream);
    for (const { value } of dict.entries.values()) pending.push(value);
  }

  #target(reference: PdfObject, visitor: Visitor): PdfObject | undefined {
    try {
      return this.#pdf.get(reference);
    } catch (error) {
      if (!(error instanceof PdfFormatError)) throw error;
      visitor.unreadable(error);
      return undefined;
    }
  }
}
