import { describe, expect, test } from 'vitest';
import { REVOCATION_REASONS, SEAL_KINDS, SEAL_STATUSES } from '../../src/model/registry.ts';
import { CHECK_NAMES } from '../../src/model/report.ts';
import { LANGUAGES } from '../../src/web/language.ts';
import { WORDS } from '../../src/web/words.ts';

/** Every text in a dictionary with its path; functions called with stand-ins. */
function textsOf(value: unknown, path = ''): readonly (readonly [path: string, text: string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, value('1', '2')]];
  return Object.entries(value as object).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`));
}

const english = new Map(textsOf(WORDS.en));

describe.each(LANGUAGES)('the words in %s', (language) => {
  const texts = textsOf(WORDS[language]);

  test('say the same things as the English ones', () => {
    expect(texts.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
  });

  test('leave nothing empty or unfinished', () => {
    for (const [path, text] of texts) expect(text.trim(), path).toMatch(/^(?!.*(TODO|undefined|\[object)).+$/);
  });

  test('cover every check, kind, status and reason of the model', () => {
    const { checks, kinds, sealStatuses, reasons } = WORDS[language];
    expect(Object.keys(checks)).toEqual([...CHECK_NAMES]);
    expect(Object.keys(kinds)).toEqual([...SEAL_KINDS]);
    expect(Object.keys(sealStatuses)).toEqual([...SEAL_STATUSES]);
    expect(Object.keys(reasons)).toEqual([...REVOCATION_REASONS]);
  });

  test('tell every verdict apart, each in one sentence', () => {
    const sentences = Object.values(WORDS[language].verdicts).map(({ sentence }) => sentence);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[^.。!?]+[.。]$/);
  });
});

test.each(['vi', 'zh-Hans'] as const)('every English text is translated into %s', (language) => {
  expect(textsOf(WORDS[language]).filter(([path, text]) => english.get(path) === text)).toEqual([]);
});

test('Chinese texts use full-width punctuation', () => {
  for (const [path, text] of textsOf(WORDS['zh-Hans'])) expect(text, path).not.toMatch(/\p{Script=Han}[,;:?!.]/u);
});
