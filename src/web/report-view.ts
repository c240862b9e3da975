import type { Check, CheckStatus, ForeignSignature, Indication, Notice, Report, SealReport } from '../model/report.ts';
import { element } from './dom.ts';
import { factList, type Standing } from './fact-list.ts';
import { formatList } from './format.ts';
import { icon } from './icon.ts';
import type { Language } from './language.ts';
import { verdictNameOf } from './verdict-name.ts';
import type { VerdictWords, Words } from './words.ts';

export interface CheckedFile {
  readonly report: Report;
  /** Whether the file begins like a PDF. */
  readonly isPdf: boolean;
}

const STATUS_OF: Readonly<Record<Indication, CheckStatus>> = {
  'TOTAL-PASSED': 'passed',
  'TOTAL-FAILED': 'failed',
  INDETERMINATE: 'indeterminate',
};

/** The verdict in one sentence, and what to do about it. */
export function verdictWords({ report, isPdf }: CheckedFile, words: Words, language: Language): VerdictWords {
  const decisive = report.seals.find(
    (seal) => seal.indication === report.indication && seal.subIndication === report.subIndication,
  );
  const name = verdictNameOf(report, decisive, isPdf);
  if (name !== 'PASSED') return words.verdicts[name];
  const agencies = new Set(report.seals.map(({ agency }) => agency?.name ?? words.unknown));
  return { sentence: words.passed.sentence(formatList([...agencies], language)), advice: words.passed.advice };
}

/** One sentence, one colour, one shape. The heading can take the focus. */
export function verdictPanel(status: CheckStatus, { sentence, advice }: VerdictWords): HTMLElement {
  return element(
    'section',
    { class: `verdict verdict-${status}` },
    icon(status),
    element('h1', { class: 'verdict-sentence', tabindex: '-1' }, sentence),
    element('p', { class: 'verdict-advice' }, advice),
  );
}

export function reportView(file: CheckedFile, words: Words, language: Language): DocumentFragment {
  const { report } = file;
  const view = document.createDocumentFragment();
  view.append(verdictPanel(STATUS_OF[report.indication], verdictWords(file, words, language)));
  if (report.notices.length > 0) view.append(noticeList(report.notices, words));
  for (const [i, seal] of report.seals.entries()) view.append(sealSection(seal, i, file, words, language));
  if (report.signatures.length > 0) view.append(foreignSignatures(report.signatures, words));
  return view;
}

function noticeList(notices: readonly Notice[], words: Words): HTMLElement {
  const texts = new Set(notices.map(({ code }) => words.notices[code]));
  return element('ul', { class: 'notices' }, ...[...texts].map((text) => element('li', {}, text)));
}

function sealSection(seal: SealReport, index: number, file: CheckedFile, words: Words, language: Language): HTMLElement {
  const { seals } = file.report;
  const name = verdictNameOf(seal, seal, file.isPdf);
  const status = STATUS_OF[seal.indication];
  const sentence = name === 'PASSED' ? words.sealPassed : words.verdicts[name].sentence;
  return element(
    'section',
    { class: 'seal' },
    element('h2', {}, words.sealOf(index + 1, seals.length)),
    seals.length > 1 && element('p', { class: `seal-verdict status-${status}` }, icon(status), sentence),
    // Before the content and the record are proven, agency and seal are what the file claims.
    !isConfirmed(seal) && element('p', { class: 'unconfirmed' }, words.unconfirmed),
    factList(seal, standingOf(seal, file.report), words, language),
    checkList(seal.checks, words),
  );
}

const isConfirmed = ({ indication, subIndication }: SealReport): boolean =>
  indication === 'TOTAL-PASSED' || subIndication === 'DOCUMENT_REVOKED';

function standingOf(seal: SealReport, { notices }: Report): Standing {
  if (!isConfirmed(seal)) return 'unknown';
  return notices.some(({ code, documentId }) => code === 'document-expired' && documentId === seal.documentId)
    ? 'expired'
    : 'valid';
}

function checkList(checks: readonly Check[], words: Words): HTMLElement {
  const passed = checks.filter(({ status }) => status === 'passed').length;
  return element(
    'details',
    { class: 'checks' },
    element('summary', {}, words.checksSummary(passed, checks.length)),
    element('ol', {}, ...checks.map((check) => checkItem(check, words))),
  );
}

function checkItem({ name, status, detail }: Check, words: Words): HTMLElement {
  return element(
    'li',
    { class: `check status-${status}` },
    icon(status),
    element('p', { class: 'check-name' }, words.checks[name].name),
    element('p', { class: 'check-status' }, words.checkStatuses[status]),
    element('p', { class: 'check-basis' }, words.checks[name].restsOn),
    element('p', { class: 'check-detail', lang: 'en' }, detail),
  );
}

function foreignSignatures(signatures: readonly ForeignSignature[], words: Words): HTMLElement {
  const { heading, note, integrity } = words.foreign;
  return element(
    'section',
    { class: 'foreign' },
    element('h2', {}, heading),
    element('p', { class: 'foreign-note' }, note),
    element(
      'ul',
      {},
      ...signatures.map((signature) =>
        element('li', {}, element('strong', {}, signature.signer), ` · ${integrity[signature.integrity]}`),
      ),
    ),
  );
}
