import { createHash } from 'node:crypto';
import { PDFDocument } from 'pdf-lib';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildPage } from '../../scripts/build-page.ts';
import { deployContracts } from '../../scripts/deploy.ts';
import { addressOf } from '../../src/main/published-keys.ts';
import type { NetworkFile } from '../../src/model/network.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../src/web/language.ts';
import { WORDS } from '../../src/web/words.ts';
import { startBrowser } from '../support/browser.ts';
import { startTestChain, type TestChain } from '../support/chain.ts';
import { leaksOf } from './leaks.ts';
import { type SealedFile, type Sealing, startSealing } from './sealing.ts';

const AGENCY = { code: '11330100002489327P', name: '杭州市市场监督管理局' };
const words = WORDS.en;

let chain: TestChain;
let home: Sealing;
let browser: Browser;
let original: Uint8Array;
let sealed: SealedFile;

beforeAll(async () => {
  const built = buildPage();
  chain = await startTestChain();
  await built;
  home = await startSealing(chain, AGENCY);
  browser = await startBrowser();
  original = await samplePdf();
  sealed = await home.seal(original);
});

afterAll(async () => {
  await browser?.close();
  await home?.stop();
  await chain?.stop();
});

let context: BrowserContext;
let page: Page;
let requests: Request[];
let complaints: string[];

beforeEach(() => openContext('en-GB'));
afterEach(() => context.close());

async function openContext(locale: string): Promise<void> {
  context = await browser.newContext({ locale, timezoneId: 'Asia/Ho_Chi_Minh', viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
  requests = [];
  complaints = [];
  page.on('request', (request) => requests.push(request));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
}

async function check(bytes: Uint8Array, name = 'document.pdf'): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/pdf', buffer: Buffer.from(bytes) });
  await page.locator('.verdict').waitFor();
}

const verdict = () => page.locator('.verdict-sentence').textContent();
const facts = () => page.locator('.facts').textContent();

describe('the verdict on', () => {
  test('a sealed file: who, when, how it stands, and every check', async () => {
    await page.goto(home.service.url);
    await check(sealed.pdf);
    expect(await verdict()).toBe(words.passed.sentence(AGENCY.name));
    expect(await facts()).toContain(AGENCY.code);
    expect(await facts()).toContain(words.kinds.official);
    expect(await facts()).toContain(sealed.documentId);
    await page.locator('summary').click();
    const statuses = await page.locator('.check-status').allTextContents();
    expect(statuses).toEqual(statuses.map(() => words.checkStatuses.passed));
    expect(statuses).toHaveLength(15);
    expect(complaints).toEqual([]);
  });

  test('a file sealed twice: each seal in order', async () => {
    const twice = await home.seal(sealed.pdf);
    await page.goto(home.service.url);
    await check(twice.pdf);
    expect(await verdict()).toBe(words.passed.sentence(AGENCY.name));
    expect(await page.locator('.seal h2').allTextContents()).toEqual([words.sealOf(1, 2), words.sealOf(2, 2)]);
    const [first, second] = await page.locator('.seal').allTextContents();
    expect(first).toContain(sealed.documentId);
    expect(second).toContain(twice.documentId);
  });

  test('the file with one digit of its title changed', async () => {
    await page.goto(home.service.url);
    await check(withOneByteChanged(sealed.pdf));
    expect(await verdict()).toBe(words.verdicts.HASH_FAILURE.sentence);
  });

  test('the file before it was sealed', async () => {
    await page.goto(home.service.url);
    await check(original);
    expect(await verdict()).toBe(words.verdicts.NO_SEAL_FOUND.sentence);
  });

  test('a photo', async () => {
    await page.goto(home.service.url);
    await check(Buffer.from('\x89PNG\r\n\x1a\n'), 'photo.png');
    expect(await verdict()).toBe(words.verdicts.NOT_A_PDF.sentence);
  });

  test('a PDF cut short', async () => {
    await page.goto(home.service.url);
    await check(original.subarray(0, original.length / 2));
    expect(await verdict()).toBe(words.verdicts.FORMAT_FAILURE.sentence);
  });

  test('a sealed file while the chain is out of reach', async () => {
    await page.route('**/rpc', (route) => route.abort());
    await page.goto(home.service.url);
    await check(sealed.pdf);
    expect(await verdict()).toBe(words.verdicts.TRY_LATER.sentence);
  });

  test('a sealed file without a network file: none, and nothing said of the file', async () => {
    await page.route('**/network.json', (route) => route.fulfill({ status: 503 }));
    await page.goto(home.service.url);
    await check(sealed.pdf);
    expect(await verdict()).toBe(words.troubles['check-not-made'].sentence);
  });

  test("a file perfectly sealed on a second deployment, under the same agency's name", async () => {
    const elsewhere = await startSealing({ ...chain, network: await deployAgain(chain) }, AGENCY);
    const file = await elsewhere.seal(original);
    await page.goto(elsewhere.service.url);
    await check(file.pdf);
    expect(await verdict()).toBe(words.passed.sentence(AGENCY.name));

    await page.goto(home.service.url);
    await check(file.pdf);
    expect(await verdict()).toBe(words.verdicts.UNKNOWN_LEDGER.sentence);
    await elsewhere.stop();
  });

  test('a document that was replaced', async () => {
    const [withdrawn, replacement] = [await home.seal(await samplePdf()), await home.seal(await samplePdf())];
    await home.revoke(withdrawn.documentId, { reason: 'superseded', replacement: replacement.documentId });
    await page.goto(home.service.url);
    await check(withdrawn.pdf);
    expect(await verdict()).toBe(words.verdicts.DOCUMENT_REPLACED.sentence);
    expect(await facts()).toContain(words.reasons.superseded);

    await page.goto(`${home.service.url}/r/${withdrawn.documentId}`);
    await page.locator(`.facts a[href="/r/${replacement.documentId}"]`).waitFor();
  });
});

describe('nobody but the reader learns of the file:', () => {
  test('no request carries the file, a piece of it or its digest', async () => {
    await page.goto(home.service.url);
    const before = requests.length;
    await check(sealed.pdf);
    await page.waitForLoadState('networkidle');
    expect(requests.length).toBeGreaterThan(before);
    const covered = coveredBySeal(sealed.pdf);
    for (const request of requests) {
      const sent = await everythingSent(request);
      expect(leaksOf(sent, sealed.pdf, covered), `${request.method()} ${request.url()}`).toEqual([]);
    }
  });

  test('each of these would have been noticed', () => {
    const covered = coveredBySeal(sealed.pdf);
    const noticed = (text: string) => leaksOf(Buffer.from(`{"x":"${text}"}`, 'latin1'), sealed.pdf, covered);
    expect(noticed(Buffer.from(sealed.pdf.subarray(100, 200)).toString('latin1'))).not.toEqual([]);
    expect(noticed(createHash('sha256').update(sealed.pdf).digest('hex'))).not.toEqual([]);
    expect(noticed(createHash('sha256').update(covered).digest('base64'))).not.toEqual([]);
    expect(noticed('0'.repeat(200))).toEqual([]);
  });

  test('what is sent is reads of the page itself, the network file and questions to the chain', async () => {
    await page.goto(home.service.url);
    await check(sealed.pdf);
    const asked = requests.map((request) => `${request.method()} ${new URL(request.url()).pathname.replace(/-[\w-]{8}\./, '.')}`);
    const distinct = [...new Set(asked)].filter((line) => !/^GET \/(assets\/\S+\.(js|css)|favicon\.svg)?$/.test(line));
    expect(distinct.sort()).toEqual(['GET /network.json', 'POST /rpc']);
  });

  test('no request leaves for another host', async () => {
    await page.goto(home.service.url);
    await check(sealed.pdf);
    expect(new Set(requests.map((request) => new URL(request.url()).origin))).toEqual(new Set([home.service.url]));
  });

  test('the verifier is loaded with the first file, not with the page', async () => {
    const scripts = () => requests.filter((request) => request.resourceType() === 'script').length;
    await page.goto(home.service.url);
    await page.waitForLoadState('networkidle');
    const before = scripts();
    await check(original);
    expect(before).toBe(1);
    expect(scripts()).toBeGreaterThan(before);
  });
});

describe("the service's word counts for nothing:", () => {
  const lies = [
    [
      'says that all is well',
      { indication: 'TOTAL-PASSED', status: 'standing', agency: { code: 'X', name: 'Ministry of Lies' } },
    ],
    ['says that all is forged', { indication: 'TOTAL-FAILED', subIndication: 'HASH_FAILURE', status: 'revoked' }],
  ] as const;

  test.each(lies)('a /v1 that %s changes no verdict', async (_, lie) => {
    let told = 0;
    await page.route('**/v1/**', (route) => {
      told += 1;
      return route.fulfill({ json: lie });
    });
    // The page with the record asks the service, so here it is lied to.
    await page.goto(`${home.service.url}/r/${sealed.documentId}`);
    await page.locator('.record').waitFor();
    await check(withOneByteChanged(sealed.pdf));
    expect(await verdict()).toBe(words.verdicts.HASH_FAILURE.sentence);
    await check(sealed.pdf);
    await expect.poll(verdict).toBe(words.passed.sentence(AGENCY.name));
    expect(await facts()).not.toContain('Ministry of Lies');
    expect(told).toBeGreaterThan(0);
  });
});

describe('the record behind the QR code', () => {
  test('is shown with the warning that a picture is no proof, and the file can be checked', async () => {
    await page.goto(`${home.service.url}/r/${sealed.documentId}`);
    expect(await facts()).toContain(AGENCY.name);
    expect(await page.locator('.remark').textContent()).toContain(words.record.warning.sentence);
    await check(sealed.pdf);
    expect(await verdict()).toBe(words.passed.sentence(AGENCY.name));
    expect(await page.locator('.other-document').count()).toBe(0);
  });

  test('is not taken for another document’s', async () => {
    const other = await home.seal(await samplePdf());
    await page.goto(`${home.service.url}/r/${sealed.documentId}`);
    await check(other.pdf);
    expect(await page.locator('.other-document').textContent()).toBe(words.otherDocument);
  });

  test.each(['0'.repeat(32), 'no-such-number'])('is said to be missing: %s', async (documentId) => {
    await page.goto(`${home.service.url}/r/${documentId}`);
    await expect.poll(() => page.locator('.remark-sentence').textContent()).toBe(words.record.missing.sentence);
  });
});

describe('languages', () => {
  test.each([
    ['vi-VN', 'vi'],
    ['zh-CN', 'zh-Hans'],
    ['fr-FR', 'en'],
  ] as const)('a browser in %s is greeted in %s', async (locale, language) => {
    await context.close();
    await openContext(locale);
    await page.goto(home.service.url);
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(await page.locator('h1').textContent()).toBe(WORDS[language].heading);
    expect(await page.title()).toBe(WORDS[language].pageTitle);
  });

  test('the switch translates a verdict that is on the page, and is remembered', async () => {
    await page.goto(home.service.url);
    await check(sealed.pdf);
    for (const language of LANGUAGES) {
      await page.getByRole('button', { name: LANGUAGE_NAMES[language] }).click();
      expect(await verdict()).toBe(WORDS[language].passed.sentence(AGENCY.name));
    }
    await page.getByRole('button', { name: LANGUAGE_NAMES.vi }).click();
    await page.reload();
    expect(await page.locator('h1').textContent()).toBe(WORDS.vi.heading);
  });
});

describe('the page is for everyone:', () => {
  test('the keyboard reaches the file input, and the verdict takes the focus', async () => {
    // Listened for before the page is there: the browser must know early that its dialog is not wanted.
    page.once('filechooser', (chooser) =>
      chooser.setFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from(sealed.pdf) }),
    );
    await page.goto(home.service.url);
    for (let i = 0; i < 5; i++) await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('file');
    await page.keyboard.press('Enter');
    await page.locator('.verdict').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe(words.passed.sentence(AGENCY.name));
    expect(await page.getByRole('status').textContent()).toBe(words.passed.sentence(AGENCY.name));
  });

  test('a file may be dropped anywhere', async () => {
    await page.goto(home.service.url);
    const content = JSON.stringify(Buffer.from(sealed.pdf).toString('base64'));
    await page.evaluate(`(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(atob(${content}), (c) => c.charCodeAt(0))], 'a.pdf'));
      document.querySelector('h1').dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    })()`);
    await page.locator('.verdict').waitFor();
    expect(await verdict()).toBe(words.passed.sentence(AGENCY.name));
  });

  test.each(LANGUAGES)('nothing is cut off on a narrow screen in %s', async (language) => {
    await page.setViewportSize({ width: 360, height: 640 });
    await page.goto(home.service.url);
    await page.getByRole('button', { name: LANGUAGE_NAMES[language] }).click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await check(sealed.pdf);
    await page.locator('summary').click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });
});

test('the security policy allows no inline code, and the page keeps to it', async () => {
  await page.addInitScript("addEventListener('securitypolicyviolation', (e) => console.error('CSP', e.violatedDirective))");
  const answer = await page.goto(home.service.url);
  const policy = answer?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe');
  await check(sealed.pdf);
  await page.locator('summary').click();
  await page.goto(`${home.service.url}/r/${sealed.documentId}`);
  await page.locator('.facts').waitFor();
  expect(complaints).toEqual([]);
  // The listener does hear: an inline style is refused and noticed.
  await page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\"></p>')");
  await expect.poll(() => complaints.join()).toContain('CSP style-src');
});

function deployAgain({ rpcUrl, keys }: TestChain): Promise<NetworkFile> {
  const [admin, registrar, supervisor] = [addressOf(keys.admin), addressOf(keys.registrar), addressOf(keys.supervisor)];
  return deployContracts({ rpcUrl, deployerKey: keys.deployer, admin, registrar, supervisor, name: 'Elsewhere' });
}

async function samplePdf(): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  pdf.addPage([595, 842]);
  pdf.setTitle('Notice 17');
  return pdf.save({ useObjectStreams: false });
}

/** The title is hexadecimal UTF-16, so another digit leaves a well-formed file. */
function withOneByteChanged(file: Uint8Array): Uint8Array {
  const changed = Buffer.from(file);
  const digit = changed.indexOf('/Title <FEFF') + '/Title <FEFF004'.length;
  changed[digit] = changed[digit] === 0x41 ? 0x42 : 0x41;
  return changed;
}

/** The bytes of the last seal's ByteRange. */
function coveredBySeal(file: Uint8Array): Uint8Array {
  const text = Buffer.from(file).toString('latin1');
  const range = /\/ByteRange ?\[ ?0 (\d+) (\d+) (\d+)/.exec(text)?.slice(1).map(Number);
  if (!range) throw new Error('the sealed file has no ByteRange');
  const [first = 0, second = 0, length = 0] = range;
  return Buffer.concat([file.subarray(0, first), file.subarray(second, second + length)]);
}

async function everythingSent(request: Request): Promise<Buffer> {
  const headers = JSON.stringify(await request.allHeaders());
  return Buffer.concat([
    Buffer.from(`${request.method()} ${request.url()}\n${headers}\n`),
    request.postDataBuffer() ?? Buffer.alloc(0),
  ]);
}
