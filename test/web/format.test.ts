import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { formatInstant, formatList, formatSize } from '../../src/web/format.ts';
import type { Language } from '../../src/web/language.ts';

// The form of dates is the language's own; the time zone is the reader's.
describe('an instant in Hanoi', () => {
  beforeEach(() => vi.stubEnv('TZ', 'Asia/Ho_Chi_Minh'));
  afterEach(() => vi.unstubAllEnvs());

  test.each<[Language, string]>([
    ['vi', 'lúc 01:02:03 GMT+7 24 tháng 11, 2026'],
    ['zh-Hans', '2026年11月24日 GMT+7 01:02:03'],
    ['en', '24 November 2026 at 01:02:03 GMT+7'],
  ])('%s', (language, text) => {
    expect(formatInstant('2026-11-23T18:02:03Z', language)).toBe(text);
  });
});

test.each<[number, Language, string]>([
  [999, 'en', '999 bytes'],
  [34_210, 'en', '34 kB'],
  [3_456_000, 'vi', '3,5 MB'],
])('%i bytes in %s: %s', (bytes, language, text) => {
  expect(formatSize(bytes, language)).toBe(text);
});

test.each<[Language, string]>([
  ['en', 'A, B and C'],
  ['vi', 'A, B và C'],
  ['zh-Hans', 'A、B和C'],
])('names are joined as %s joins them', (language, text) => {
  expect(formatList(['A', 'B', 'C'], language)).toBe(text);
});
