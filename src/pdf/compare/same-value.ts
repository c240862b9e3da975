import type { PdfDict, PdfObject } from '../read/objects.ts';

/** Whether two values say the same, however they are written; references are the same if they name the same object. */
export function sameValue(a: PdfObject | undefined, b: PdfObject | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  switch (a.kind) {
    case 'null':
      return b.kind === 'null';
    case 'boolean':
      return b.kind === 'boolean' && a.value === b.value;
    case 'number':
      return b.kind === 'number' && a.value === b.value && a.isInteger === b.isInteger;
    case 'name':
      return b.kind === 'name' && a.value === b.value;
    case 'string':
      return b.kind === 'string' && a.bytes.length === b.bytes.length && a.bytes.every((byte, i) => byte === b.bytes[i]);
    case 'array':
      return b.kind === 'array' && a.items.length === b.items.length && a.items.every((item, i) => sameValue(item, b.items[i]));
    case 'dict':
      return b.kind === 'dict' && changedKeys(a, b).length === 0;
    case 'ref':
      return b.kind === 'ref' && a.number === b.number && a.generation === b.generation;
    // A stream is an object of its own, and those are compared by their place in the file.
    case 'stream':
      return a === b;
  }
}

/** Keys that one of the dictionaries lacks or that have different values. */
export function changedKeys(a: PdfDict, b: PdfDict): readonly string[] {
  const keys = new Set([...a.entries.keys(), ...b.entries.keys()]);
  return [...keys].filter((key) => !sameValue(a.entries.get(key)?.value, b.entries.get(key)?.value));
}
