import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LANGUAGES, type Language } from '../src/web/language.ts';
import { startBrowser } from '../test/support/browser.ts';

/**
 * `node scripts/screenshots.ts [data folder]`: makes the README's pictures, docs/images/, of the service that `npm start` runs on that
 * data folder and of the sample that it sealed. Needs fonts for Chinese and Vietnamese (Debian: fonts-noto-cjk, fonts-noto-core)
 * and pdftoppm (poppler-utils).
 */
const data = resolve(process.argv[2] ?? '.vermilion');
const sample = join(data, 'sample-sealed.pdf');
const { url } = JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8')) as { url: string };
const images = resolve(import.meta.dirname, '../docs/images');
const FILE_NAMES: Readonly<Record<Language, string>> = { vi: 'vi', 'zh-Hans': 'zh', en: 'en' };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1280, height: 800 } };

mkdirSync(images, { recursive: true });
requireFonts();
await picturePages();
pictureSealedPage();

function requireFonts(): void {
  for (const language of ['zh-cn', 'vi'])
    if (execFileSync('fc-list', [`:lang=${language}`], { encoding: 'utf8' }) === '')
      throw new Error(`no font here has ${language}; install fonts-noto-cjk and fonts-noto-core`);
}

async function picturePages(): Promise<void> {
  const browser = await startBrowser();
  for (const device of [PHONE, DESKTOP]) {
    for (const language of LANGUAGES) {
      const context = await browser.newContext({ ...device, locale: language, timezoneId: 'Asia/Ho_Chi_Minh' });
      const page = await context.newPage();
      await page.goto(url);
      await page.locator('input[type=file]').setInputFiles(sample);
      await page.locator('.verdict').waitFor();
      await page.evaluate('scrollTo(0, 0)');
      const path = join(images, `page-${FILE_NAMES[language]}-${device.viewport.width}.png`);
      await page.screenshot({ path, fullPage: true });
      console.log(path);
      await context.close();
    }
  }
  await browser.close();
}

function pictureSealedPage(): void {
  const path = join(images, 'sealed-page');
  execFileSync('pdftoppm', ['-png', '-r', '110', '-f', '1', '-l', '1', '-singlefile', sample, path]);
  console.log(`${path}.png`);
}
