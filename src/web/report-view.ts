import type { CheckStatus, ForeignSignature, Report } from '../model/report.ts';
import { element } from './dom.ts';
import { formatList } from './format.ts';
import { icon } from './icon.ts';
import { noticeList, sealSection } from './seal-section.ts';
import { STATUS_OF, verdictNameOf } from './verdict-name.ts';
import type { VerdictWords, Words } from './words.ts';

export interface CheckedFile {
  readonly report: Report;
  /** Whether the file begins like a PDF. */
  readonly isPdf: boolean;
}

/** The file's verdict, then each seal in order, then the signatures that are none of ours. */
export function reportView(file: CheckedFile, words: Words): DocumentFragment {
  const { report, isPdf } = file;
  // With several seals each shows its own notices.
  const notices = report.seals.length > 1 ? report.notices.filter(({ documentId }) => !documentId) : report.notices;
  const view = document.createDocumentFragment();
  view.append(verdictPanel(STATUS_OF[report.indication], verdictWords(file, words)));
  if (notices.length > 0) view.append(noticeList(notices, words));
  for (const seal of report.seals) view.append(sealSection(seal, report, isPdf, words));
  if (report.signatures.length > 0) view.append(foreignSignatures(report.signatures, words));
  return view;
}

/** The verdict in one sentence, and what to do about it. */
export function verdictWords({ report, isPdf }: CheckedFile, words: Words): VerdictWords {
  const { indication, subIndication, seals } = report;
  const decisive = seals.find((seal) => seal.indication === indication && seal.subIndication === subIndication);
  const name = verdictNameOf(report, decisive, isPdf);
  if (name !== 'PASSED') return words.verdicts[name];
  const agencies = new Set(seals.flatMap(({ agency }) => (agency ? [agency.name] : [])));
  return { sentence: words.passed.sentence(formatList([...agencies], words.language)), advice: words.passed.advice };
}

/** One sentence, one colour, one shape. The heading can take the focus. */
export function verdictPanel(status: CheckStatus, { sentence, advice }: VerdictWords): HTMLElement {
  // Chinese has no spaces to break at: with a box for each clause, an agency's name stays on one line where it fits.
  const clauses = sentence.split(/(?<=，)/).map((clause) => element('span', { class: 'clause' }, clause));
  return element(
    'section',
    { class: `verdict verdict-${status}` },
    icon(status),
    element('h1', { class: 'verdict-sentence', tabindex: '-1' }, ...clauses),
    element('p', { class: 'verdict-advice' }, advice),
  );
}

function foreignSignatures(signatures: readonly ForeignSignature[], words: Words): HTMLElement {
  const { heading, note, integrity } = words.foreign;
  const items = signatures.map((signature) =>
    element('li', {}, element('strong', {}, signature.signer || signature.field), ` · ${integrity[signature.integrity]}`),
  );
  return element(
    'section',
    { class: 'foreign' },
    element('h2', {}, heading),
    element('p', { class: 'foreign-note' }, note),
    element('ul', {}, ...items),
  );
}
