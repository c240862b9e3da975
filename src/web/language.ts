/** BCP 47 tags, as they stand in `<html lang>` and go to Intl. */
export const LANGUAGES = ['vi', 'zh-Hans', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language's name for itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { vi: 'Tiếng Việt', 'zh-Hans': '中文', en: 'English' };

/** The language chosen earlier, else the first of the browser's that there is a translation for, else English. */
export function chooseLanguage(remembered: string | null, preferred: readonly string[]): Language {
  const known = LANGUAGES.find((language) => language === remembered);
  if (known) return known;
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split('-')[0];
    const match = LANGUAGES.find((language) => language.split('-')[0] === primary);
    if (match) return match;
  }
  return 'en';
}
