import { expect, test } from 'vitest';
import { chooseLanguage } from '../../src/web/language.ts';

test.each([
  { remembered: null, preferred: ['vi-VN', 'en-US'], language: 'vi', why: "the browser's first language" },
  { remembered: null, preferred: ['zh-CN'], language: 'zh-Hans', why: 'Chinese in any region' },
  { remembered: null, preferred: ['fr-FR', 'zh-TW', 'en'], language: 'zh-Hans', why: 'the first that there are words for' },
  { remembered: null, preferred: ['fr-FR'], language: 'en', why: 'English for the rest' },
  { remembered: null, preferred: [], language: 'en', why: 'a browser that tells nothing' },
  { remembered: 'vi', preferred: ['zh-CN'], language: 'vi', why: 'a choice made earlier' },
  { remembered: 'tlh', preferred: ['zh-CN'], language: 'zh-Hans', why: 'a remembered language that is none' },
])('$why: $language', ({ remembered, preferred, language }) => {
  expect(chooseLanguage(remembered, preferred)).toBe(language);
});
