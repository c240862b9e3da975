import type { IndirectObject, PdfArray, PdfDict } from '../read/objects.ts';

/** Replace the bytes [start, end) of an object's source by an ASCII text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Sets an entry of a dictionary: in the place of its old value, or behind all others. */
export function setEntry(dict: PdfDict, key: string, text: string): Edit {
  const entry = dict.entries.get(key);
  if (entry) return { start: entry.value.start, end: entry.value.end, text: ` ${text}` };
  const close = dict.end - '>>'.length;
  return { start: close, end: close, text: `\n/${key} ${text}\n` };
}

/** Adds an item behind all others of an array. */
export function appendItem(array: PdfArray, text: string): Edit {
  const close = array.end - ']'.length;
  return { start: close, end: close, text: ` ${text} ` };
}

/** The object's value with the edits made; whatever they do not touch is the same, byte for byte. Edits may not overlap. */
export function applyEdits({ value, source }: IndirectObject, edits: readonly Edit[]): Uint8Array[] {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let at = value.start;
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start)) {
    parts.push(source.subarray(at, start), encoder.encode(text));
    at = end;
  }
  parts.push(source.subarray(at, value.end));
  return parts;
}
