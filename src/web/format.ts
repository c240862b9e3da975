import type { Language } from './language.ts';

/** English here is the world's, not one country's: day before month, 24 hours. */
const LOCALES: Readonly<Record<Language, string>> = { vi: 'vi', 'zh-Hans': 'zh-Hans', en: 'en-GB' };

/** An instant in the reader's time zone and the language's own form, the zone named. */
export function formatInstant(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(iso));
}

/** File size in decimal units, as file managers show it. */
export function formatSize(bytes: number, language: Language): string {
  const [amount, unit] =
    bytes < 1000 ? [bytes, 'byte'] : bytes < 1_000_000 ? [bytes / 1000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  const unitDisplay = unit === 'byte' ? 'long' : 'short';
  const maximumFractionDigits = amount < 10 ? 1 : 0;
  return new Intl.NumberFormat(LOCALES[language], { style: 'unit', unit, unitDisplay, maximumFractionDigits }).format(amount);
}

/** Names joined as the language joins them: `A`, `A and B`, `A, B and C`. */
export function formatList(names: readonly string[], language: Language): string {
  return new Intl.ListFormat(LOCALES[language], { type: 'conjunction' }).format(names);
}
