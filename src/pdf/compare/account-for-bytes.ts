import type { Span } from '../read/objects.ts';
import { isBlank } from '../read/parse-indirect-object.ts';
import { findLooseLayout } from './find-loose-layout.ts';
import type { Finding } from './finding.ts';
import type { Increment } from './split-increments.ts';

/**
 * Every byte of an increment must belong to an object that its cross-reference section names, to the section itself or to
 * its closing: a reader that rebuilds the cross-reference by searching for objects would find what others never see.
 */
export function accountForBytes(increment: Increment): readonly Finding[] {
  const { earlier, later, section, tail } = increment;
  const spans: Span[] = [...section.spans, tail];
  for (const [number, entry] of section.entries) {
    // Entries that repeat earlier ones lead to earlier bytes; others that do are found by `diffObjects`.
    if (entry.kind !== 'in-file' || entry.offset < earlier.end) continue;
    const span = later.object(number)?.span;
    if (span && !section.spans.some((own) => own.start === span.start)) spans.push(span);
  }
  let position = earlier.end;
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const finding = gap(later.bytes, position, span.start);
    if (finding) return [finding];
    position = span.end;
  }
  const finding = gap(later.bytes, position, later.end) ?? findLooseLayout(increment, spans);
  return finding ? [finding] : [];
}

function gap(bytes: Uint8Array, from: number, to: number): Finding | undefined {
  if (to < from) return { code: 'unaccounted-bytes', detail: `two objects of an increment overlap at byte ${to}` };
  if (isBlank(bytes, from, to)) return undefined;
  return {
    code: 'unaccounted-bytes',
    detail: `bytes ${from} to ${to} belong to nothing that the cross-reference section of their increment names`,
  };
}
