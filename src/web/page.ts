import { isDocumentId } from '../model/identifiers.ts';
import type { Report } from '../model/report.ts';
import { element } from './dom.ts';
import { filePicker } from './file-picker.ts';
import { chooseLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from './language.ts';
import { fetchRecord } from './record.ts';
import { type RecordState, recordView } from './record-view.ts';
import { type CheckedFile, reportView, verdictPanel, verdictWords } from './report-view.ts';
import { beginsLikePdf } from './verdict-name.ts';
import { WORDS, type Words } from './words.ts';

type CheckState =
  | { readonly name: 'none' }
  | { readonly name: 'checking'; readonly file: File }
  | { readonly name: 'checked'; readonly file: File; readonly result: CheckedFile }
  | { readonly name: 'trouble'; readonly file: File; readonly trouble: keyof Words['troubles'] };

const REMEMBERED = 'language';

/**
 * Takes over the document: `/` checks files, `/r/{documentId}` shows the record behind a QR code and checks files.
 * `verify` works the verdict out in this browser; it rejects where the check could not be made.
 */
export function startPage(verify: (bytes: Uint8Array) => Promise<Report>): void {
  const asked = /^\/r\/([^/]+)/.exec(location.pathname)?.[1];
  let language = chooseLanguage(remembered(), navigator.languages);
  let check: CheckState = { name: 'none' };
  let record: RecordState = 'loading';

  const header = element('header', { class: 'site' });
  const main = element('main');
  const footer = element('footer');
  // Filled after it stands in the document: a live region that appears with its text is not announced.
  const announcement = element('p', { class: 'visually-hidden', role: 'status' });
  document.body.replaceChildren(header, main, footer, announcement);

  function show(): void {
    const words = WORDS[language];
    document.documentElement.lang = language;
    document.title = words.pageTitle;
    header.replaceChildren(...headerContent(words, switchLanguage));
    footer.replaceChildren(element('p', {}, words.footer));
    const open = [...main.querySelectorAll('details')].map((details) => details.open);
    main.replaceChildren(...mainContent(words));
    for (const [i, details] of main.querySelectorAll('details').entries()) details.open = open[i] ?? false;
  }

  function mainContent(words: Words): readonly Node[] {
    const picker = filePicker(check.name === 'none' ? undefined : check.file, words, checkFile);
    const about = asked && check.name === 'none' ? recordView(record, new Date(), words) : undefined;
    switch (check.name) {
      case 'none':
        return [about ?? introduction(words), picker, element('p', { class: 'privacy' }, words.privacy)];
      case 'checking':
        return [element('p', { class: 'checking' }, words.checking), picker];
      case 'trouble':
        return [verdictPanel('indeterminate', words.troubles[check.trouble]), picker];
      case 'checked': {
        const other = asked && check.result.report.seals.every(({ documentId }) => documentId !== asked);
        const warning = other ? [element('p', { class: 'other-document' }, words.otherDocument)] : [];
        return [...warning, reportView(check.result, words), picker];
      }
    }
  }

  function switchLanguage(to: Language): void {
    language = to;
    remember(to);
    show();
    header.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
  }

  async function checkFile(file: File): Promise<void> {
    const mine: CheckState = { name: 'checking', file };
    check = mine;
    show();
    announcement.textContent = WORDS[language].checking;
    const outcome = await outcomeOf(file, verify);
    // Another file was chosen meanwhile.
    if (check !== mine) return;
    check = outcome;
    show();
    announcement.textContent = sentenceOf(outcome, WORDS[language]);
    main.querySelector<HTMLElement>('.verdict-sentence')?.focus();
  }

  acceptDrops((file) => void checkFile(file));
  show();
  if (asked)
    void lookUp(asked).then((found) => {
      record = found;
      if (check.name === 'none') show();
    });
}

async function lookUp(documentId: string): Promise<RecordState> {
  if (!isDocumentId(documentId)) return 'missing';
  try {
    return (await fetchRecord(documentId)) ?? 'missing';
  } catch (cause) {
    console.warn('the record could not be loaded', cause);
    return 'unavailable';
  }
}

async function outcomeOf(file: File, verify: (bytes: Uint8Array) => Promise<Report>): Promise<CheckState> {
  // Browsers give WebCrypto to secure contexts alone.
  if (!isSecureContext) return { name: 'trouble', file, trouble: 'insecure-page' };
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return { name: 'trouble', file, trouble: 'file-unreadable' };
  }
  try {
    return { name: 'checked', file, result: { report: await verify(bytes), isPdf: beginsLikePdf(bytes) } };
  } catch (cause) {
    console.warn('the check could not be made', cause);
    return { name: 'trouble', file, trouble: 'check-not-made' };
  }
}

function sentenceOf(state: CheckState, words: Words): string {
  if (state.name === 'checked') return verdictWords(state.result, words).sentence;
  return state.name === 'trouble' ? words.troubles[state.trouble].sentence : '';
}

function headerContent(words: Words, choose: (language: Language) => void): readonly Node[] {
  const brand = element(
    'a',
    { class: 'brand', href: '/' },
    element('img', { src: '/favicon.svg', alt: '', width: '32', height: '32' }),
    element('span', {}, element('strong', {}, 'Vermilion'), element('span', { class: 'service' }, words.service)),
  );
  const buttons = LANGUAGES.map((language) => {
    const button = element(
      'button',
      { type: 'button', lang: language, 'aria-pressed': String(language === words.language) },
      LANGUAGE_NAMES[language],
    );
    button.addEventListener('click', () => choose(language));
    return button;
  });
  return [brand, element('nav', { class: 'languages', 'aria-label': words.languageSwitch }, ...buttons)];
}

function introduction(words: Words): HTMLElement {
  return element(
    'section',
    { class: 'introduction' },
    element('h1', {}, words.heading),
    element('p', { class: 'lead' }, words.lead),
  );
}

/** A file may be dropped anywhere; without this the browser would leave the page and show it. */
function acceptDrops(accept: (file: File) => void): void {
  addEventListener('dragover', (event) => {
    event.preventDefault();
    document.body.classList.add('dragging');
  });
  addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) document.body.classList.remove('dragging');
  });
  addEventListener('drop', (event) => {
    event.preventDefault();
    document.body.classList.remove('dragging');
    const file = event.dataTransfer?.files[0];
    if (file) accept(file);
  });
}

// Storage may be forbidden; the page then only forgets the choice.
function remembered(): string | null {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

function remember(language: Language): void {
  try {
    localStorage.setItem(REMEMBERED, language);
  } catch {
    // Nothing to do.
  }
}
