import { latin1 } from '../read/lexer.ts';
import { rawEntry, type Span } from '../read/objects.ts';
import type { XrefSection } from '../read/xref.ts';
import type { Finding } from './finding.ts';
import type { Increment } from './split-increments.ts';

const EOL = '(?:\\r\\n|\\r|\\n)';
const TABLE = new RegExp(`xref *${EOL}`, 'y');
const SUBSECTION = new RegExp(`(\\d{1,7}) (\\d{1,7}) *${EOL}`, 'y');
/** ISO 32000-2, 7.5.4: twenty bytes, each time. */
const ENTRY = /\d{10} \d{5} [nf](?: \r| \n|\r\n)/y;
const TRAILER = /trailer(?=[\s<])/y;

/**
 * A reader that finds a cross-reference section odd rebuilds the whole from whatever looks like an object, and then shows another
 * document than one that follows the section. So after a seal only what no reader finds odd is permitted: a table to the letter or a
 * stream with usual widths, no free entry but object 0's, and nothing within an object that looks like another object or trailer.
 */
export function findLooseLayout({ earlier, later, section }: Increment, spans: readonly Span[]): Finding | undefined {
  const isLive = (number: number) => (earlier.xref.get(number)?.kind ?? 'free') !== 'free';
  // Freeing what was in use is found, and named, by `diffObjects`.
  const freed = [...section.entries].find(([number, entry]) => entry.kind === 'free' && number !== 0 && !isLive(number));
  if (freed) return loose(`object ${freed[0]}, which was not in use, is marked as free`);
  if (!isUsual(section, later.bytes))
    return loose(`the cross-reference section at ${section.offset} is not written to the letter`);
  const starts = new Set(spans.map(({ start }) => start));
  const trailer = section.kind === 'table' ? section.spans[0] : undefined;
  return findHidden(latin1(later.bytes.subarray(earlier.end, later.end)), earlier.end, starts, trailer);
}

const loose = (detail: string): Finding => ({ code: 'loose-layout', detail });

function isUsual(section: XrefSection, bytes: Uint8Array): boolean {
  const [span] = section.spans;
  if (section.kind === 'table' && span) return isTable(latin1(bytes.subarray(span.start, span.end)));
  return section.kind === 'stream' && hasUsualWidths(section);
}

function isTable(text: string): boolean {
  let position = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match) position = pattern.lastIndex;
    return match;
  };
  if (!take(TABLE)) return false;
  for (let head = take(SUBSECTION); head; head = take(SUBSECTION))
    for (let count = Number(head[2]); count > 0; count--) if (!take(ENTRY)) return false;
  return take(TRAILER) !== null;
}

/** One byte for the type, offsets of up to five bytes, indexes of up to two: what writers write and every reader reads. */
function hasUsualWidths({ trailer }: XrefSection): boolean {
  const widths = rawEntry(trailer, 'W');
  if (widths?.kind !== 'array') return false;
  const [type = 0, offset = 0, index = 3] = widths.items.map((item) => (item.kind === 'number' ? item.value : Number.NaN));
  return type === 1 && offset >= 1 && offset <= 5 && index >= 0 && index <= 2;
}

/** `N G obj` where no object begins, or a `trailer` that is not the section's own. */
function findHidden(text: string, offset: number, starts: ReadonlySet<number>, own: Span | undefined): Finding | undefined {
  for (let at = text.indexOf('obj'); at >= 0; at = text.indexOf('obj', at + 3)) {
    const start = startOfHeader(text, at);
    if (start !== undefined && !starts.has(offset + start))
      return loose(`at byte ${offset + start} something looks like an object`);
  }
  for (let at = text.indexOf('trailer'); at >= 0; at = text.indexOf('trailer', at + 7)) {
    const isOwn = own !== undefined && offset + at >= own.start && offset + at < own.end;
    if (!isOwn && /^trailer[\0\s]*<</.test(text.slice(at, at + 64)))
      return loose(`at byte ${offset + at} something looks like a trailer`);
  }
  return undefined;
}

/** Where the `N G` before `obj` begins; undefined where it is no object's header. */
function startOfHeader(text: string, at: number): number | undefined {
  const back = (from: number, isWanted: (character: string) => boolean): number => {
    let position = from;
    while (position > 0 && isWanted(text[position - 1] ?? '')) position--;
    return position;
  };
  const generation = back(back(at, isSpace), isDigit);
  const gap = back(generation, isSpace);
  const number = back(gap, isDigit);
  return number < gap && gap < generation ? number : undefined;
}

const isSpace = (character: string): boolean => '\0\t\n\f\r '.includes(character);
const isDigit = (character: string): boolean => character >= '0' && character <= '9';
