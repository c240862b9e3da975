import type { Check, Notice, Report, SealReport } from '../model/report.ts';
import { element } from './dom.ts';
import { factList, type Standing } from './fact-list.ts';
import { icon } from './icon.ts';
import { STATUS_OF, verdictNameOf } from './verdict-name.ts';
import type { Words } from './words.ts';

/** One seal of several or the only one: what it says of itself and, on demand, every check. The only one leaves its verdict to the file's. */
export function sealSection(seal: SealReport, report: Report, isPdf: boolean, words: Words): HTMLElement {
  const { seals } = report;
  const own = noticesOn(seal, report);
  return element(
    'section',
    { class: 'seal' },
    element('h2', {}, words.sealOf(seals.indexOf(seal) + 1, seals.length)),
    seals.length > 1 && sealVerdict(seal, isPdf, words),
    seals.length > 1 && own.length > 0 && noticeList(own, words),
    !isConfirmed(seal) && element('p', { class: 'unconfirmed' }, words.unconfirmed),
    factList(seal, standingOf(seal, own), words),
    checkList(seal.checks, words),
  );
}

export function noticeList(notices: readonly Notice[], words: Words): HTMLElement {
  const texts = new Set(notices.map(({ code }) => words.notices[code]));
  return element('ul', { class: 'notices' }, ...[...texts].map((text) => element('li', {}, text)));
}

const noticesOn = ({ documentId }: SealReport, { notices }: Report): readonly Notice[] =>
  notices.filter((notice) => notice.documentId !== undefined && notice.documentId === documentId);

function sealVerdict(seal: SealReport, isPdf: boolean, words: Words): HTMLElement {
  const name = verdictNameOf(seal, seal, isPdf);
  const status = STATUS_OF[seal.indication];
  const sentence = name === 'PASSED' ? words.sealPassed : words.verdicts[name].sentence;
  return element('p', { class: `seal-verdict status-${status}` }, icon(status), sentence);
}

/** Before content, key and record are all proven, agency and seal are what the file claims. */
const isConfirmed = ({ indication, subIndication }: SealReport): boolean =>
  indication === 'TOTAL-PASSED' || subIndication === 'DOCUMENT_REVOKED';

function standingOf(seal: SealReport, own: readonly Notice[]): Standing | undefined {
  if (!isConfirmed(seal)) return undefined;
  return own.some(({ code }) => code === 'document-expired') ? 'expired' : 'valid';
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
