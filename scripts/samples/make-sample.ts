import { makeVietnameseCertificate } from './certificate-vi.ts';
import { makeChineseLicence } from './licence-zh.ts';
import { makeEnglishNotice } from './notice-en.ts';

export type SampleLanguage = 'zh' | 'vi' | 'en';

const MAKERS: Readonly<Record<SampleLanguage, () => Promise<Uint8Array>>> = {
  zh: makeChineseLicence,
  vi: makeVietnameseCertificate,
  en: makeEnglishNotice,
};

/** A one-page document of the kind that agencies seal, not yet sealed. Same language, same bytes. */
export const makeSample = (language: SampleLanguage): Promise<Uint8Array> => MAKERS[language]();
