import type { PdfObject, PdfRef } from './objects.ts';

/** Every reference inside a value, in the order of the file; references are not followed. */
export function* referencesIn(value: PdfObject): Generator<PdfRef> {
  switch (value.kind) {
    case 'ref':
      yield value;
      return;
    case 'array':
      for (const item of value.items) yield* referencesIn(item);
      return;
    case 'dict':
      for (const entry of value.entries.values()) yield* referencesIn(entry.value);
      return;
    case 'stream':
      yield* referencesIn(value.dict);
  }
}
