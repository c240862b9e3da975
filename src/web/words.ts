import type { RevocationReason, SealKind, SealStatus } from '../model/registry.ts';
import type { CheckName, CheckStatus, Integrity, NoticeCode } from '../model/report.ts';
import type { Language } from './language.ts';
import type { VerdictName } from './verdict-name.ts';
import { en } from './words/en.ts';
import { vi } from './words/vi.ts';
import { zhHans } from './words/zh-hans.ts';

/** What happened, in one sentence, and what to do about it. */
export interface VerdictWords {
  readonly sentence: string;
  readonly advice: string;
}

/**
 * Everything the page says, in one language. A verdict, check or status that the model gains is a type error here
 * until every language has words for it.
 */
export interface Words {
  readonly language: Language;
  readonly pageTitle: string;
  readonly service: string;
  readonly languageSwitch: string;
  readonly heading: string;
  readonly lead: string;
  readonly privacy: string;
  readonly chooseFile: string;
  readonly dropHint: string;
  readonly chooseAnother: string;
  readonly checking: string;
  readonly footer: string;

  /** `agencies`: their names, joined. */
  readonly passed: { readonly sentence: (agencies: string) => string; readonly advice: string };
  readonly verdicts: Readonly<Record<Exclude<VerdictName, 'PASSED'>, VerdictWords>>;
  /** The check itself could not be made; nothing is known about the file. */
  readonly troubles: Readonly<Record<'file-unreadable' | 'insecure-page' | 'check-not-made', VerdictWords>>;
  readonly notices: Readonly<Record<NoticeCode, string>>;
  readonly otherDocument: string;

  readonly sealOf: (position: number, count: number) => string;
  readonly sealPassed: string;
  readonly unconfirmed: string;
  readonly facts: Readonly<
    Record<
      'agency' | 'seal' | 'sealedAt' | 'sealStatus' | 'documentStatus' | 'validUntil' | 'reason' | 'replacement' | 'documentId',
      string
    >
  >;
  readonly code: (code: string) => string;
  readonly kinds: Readonly<Record<SealKind, string>>;
  readonly sealStatuses: Readonly<Record<SealStatus, string>>;
  readonly documentStatuses: Readonly<Record<'valid' | 'expired', string>> & { readonly revoked: (time: string) => string };
  readonly reasons: Readonly<Record<RevocationReason, string>>;
  readonly unlimited: string;

  readonly checksSummary: (passed: number, all: number) => string;
  readonly checkStatuses: Readonly<Record<CheckStatus, string>>;
  /** What was checked, and what the answer rests on. */
  readonly checks: Readonly<Record<CheckName, { readonly name: string; readonly restsOn: string }>>;

  readonly foreign: { readonly heading: string; readonly note: string; readonly integrity: Readonly<Record<Integrity, string>> };

  readonly record: {
    readonly heading: string;
    readonly lead: string;
    readonly warning: VerdictWords;
    readonly offer: string;
    readonly loading: string;
    readonly missing: VerdictWords;
    readonly unavailable: VerdictWords;
  };
}

export const WORDS: Readonly<Record<Language, Words>> = { vi, 'zh-Hans': zhHans, en };
