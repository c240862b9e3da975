import { isSpace, Lexer, latin1 } from '../read/lexer.ts';
import type { Span } from '../read/objects.ts';
import { type Pdf, readPdf } from '../read/pdf.ts';
import type { XrefSection } from '../read/xref.ts';
import type { Finding } from './finding.ts';

/** One increment: the revision that it makes, its cross-reference section, and the `startxref … %%EOF` that closes it. */
export interface Increment {
  readonly earlier: Pdf;
  readonly later: Pdf;
  readonly section: XrefSection;
  readonly tail: Span;
}

/** Each step of a comparison reads the whole document once; nobody updates a sealed file so often. */
const MAX_INCREMENTS = 100;

/** The increments that lead from one revision to a later one of the same file, oldest first. */
export function splitIncrements(earlier: Pdf, later: Pdf): readonly Increment[] | Finding {
  const known = later.sections.findIndex((section) => section.offset === earlier.startxref);
  if (
    later.bytes !== earlier.bytes ||
    later.end < earlier.end ||
    known < 0 ||
    later.sections.length - known !== earlier.sections.length
  )
    return {
      code: 'not-an-increment',
      detail: `the cross-references of the revision that ends at ${later.end} do not lead back to the one that ends at ${earlier.end}`,
    };
  if (known === 0)
    return {
      code: 'bytes-after-end',
      detail: `${later.end - earlier.end} bytes follow the revision that ends at ${earlier.end}, but no increment`,
    };
  if (known > MAX_INCREMENTS)
    return { code: 'too-many-increments', detail: `${known} increments follow the revision that ends at ${earlier.end}` };

  const increments: Increment[] = [];
  for (const section of later.sections.slice(0, known).toReversed()) {
    const before: Pdf = increments.at(-1)?.later ?? earlier;
    const tail = closingOf(section, later);
    if (section.spans.some((span) => span.start < before.end) || !tail)
      return {
        code: 'not-an-increment',
        detail: `the cross-reference section at ${section.offset} is not that of an increment behind byte ${before.end}`,
      };
    const isLast = section === later.sections[0];
    increments.push({ earlier: before, later: isLast ? later : readPdf(later.bytes, tail.end), section, tail });
  }
  return increments;
}

/** `startxref`, the section's own offset and `%%EOF`, right behind the section. */
function closingOf(section: XrefSection, { bytes, end }: Pdf): Span | undefined {
  const lexer = new Lexer(bytes, section.spans[0]?.end ?? end, end);
  const skipBlank = (): void => {
    while (isSpace(lexer.peek())) lexer.position++;
  };
  skipBlank();
  const start = lexer.position;
  skipProducer(lexer);
  skipBlank();
  if (!lexer.takeKeyword('startxref')) return undefined;
  skipBlank();
  if (lexer.takeUnsigned() !== section.offset) return undefined;
  skipBlank();
  if (!lexer.startsWith('%%EOF')) return undefined;
  return { start, end: lexer.position + 5 };
}

/** iText signs its increments with a comment that names its version. Words only: nothing that a search for objects would find. */
function skipProducer(lexer: Lexer): void {
  const line = latin1(lexer.bytes.subarray(lexer.position, Math.min(lexer.position + 80, lexer.end)));
  const comment = /^%[\w .-]+(?=[\r\n])/.exec(line)?.[0];
  if (comment && !/obj|xref|trailer|stream/.test(comment)) lexer.position += comment.length;
}
