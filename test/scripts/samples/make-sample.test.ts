import { PDFDocument } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { makeSample } from '../../../scripts/samples/make-sample.ts';

describe.each(['zh', 'vi', 'en'] as const)('the sample in %s', (language) => {
  test('same bytes every time', async () => {
    expect(await makeSample(language)).toEqual(await makeSample(language));
  });

  test('one page, with its fonts cut down to what it shows', async () => {
    const sample = await makeSample(language);
    expect((await PDFDocument.load(sample)).getPageCount()).toBe(1);
    expect(sample.length).toBeLessThan(60_000);
  });
});
