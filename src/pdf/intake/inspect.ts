import { PdfFormatError } from '../read/format-error.ts';
import { type Page, readPages } from '../read/pages.ts';
import type { Pdf } from '../read/pdf.ts';
import { type IntakeCode, inspectCatalog, inspectDictionary, REMEDIES } from './rules.ts';
import { Walk } from './walk.ts';

/** Why a document may not be sealed as it is. */
export interface IntakeFinding {
  /** Stable. */
  readonly code: IntakeCode;
  /** What was found and what to do. */
  readonly message: string;
  /** Counted from 1; absent where it concerns the whole document. */
  readonly page?: number;
}

/** Everything that stands against sealing a document, at once; an empty list if nothing does. */
export function inspectPdf(pdf: Pdf): IntakeFinding[] {
  // Nothing behind an encrypted file's structure can be read.
  if (pdf.isEncrypted) return [finding('encrypted')];
  try {
    const pages = readPages(pdf);
    return withoutRepeats([
      ...(pages.length === 0 ? [finding('no-pages')] : []),
      ...pages.filter((page) => !hasArea(page)).map((page) => finding('page-box', page)),
      ...inspectCatalog(pdf, pdf.root).map((code) => finding(code)),
      ...inspectGraph(pdf, pages),
    ]);
  } catch (error) {
    if (error instanceof PdfFormatError) return [finding('unreadable', undefined, error.message)];
    throw error;
  }
}

/** Every dictionary that can be reached, the pages first so that a finding can name the page. */
function inspectGraph(pdf: Pdf, pages: readonly Page[]): IntakeFinding[] {
  const findings: IntakeFinding[] = [];
  const walk = new Walk(pdf);
  walk.fence(pages.map(({ ref }) => ref.number));
  const inspect = (start: Page['dict'], page?: Page): boolean =>
    walk.from(start, {
      dictionary: (dict, isStream) => findings.push(...inspectDictionary(pdf, dict, isStream).map((code) => finding(code, page))),
      unreadable: (error) => findings.push(finding('unreadable', page, error.message)),
    });
  const complete = pages.every((page) => inspect(page.dict, page)) && inspect(pdf.root);
  return complete ? findings : [...findings, finding('too-complex')];
}

const hasArea = ({ cropBox: [left, bottom, right, top] }: Page): boolean => left < right && bottom < top;

function finding(code: IntakeCode, page?: Page, detail?: string): IntakeFinding {
  const message = detail === undefined ? REMEDIES[code] : `${REMEDIES[code]}: ${detail}`;
  return page ? { code, message, page: page.index + 1 } : { code, message };
}

function withoutRepeats(findings: readonly IntakeFinding[]): IntakeFinding[] {
  return [...new Map(findings.map((found) => [`${found.code} ${found.page ?? ''}`, found])).values()];
}
