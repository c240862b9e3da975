import type { SealKind, SealStatus } from '../model/registry.ts';
import { element } from './dom.ts';
import { formatInstant } from './format.ts';
import type { Language } from './language.ts';
import { isRevocationReason } from './record.ts';
import type { Words } from './words.ts';

/** What a report and a record both tell of a document. Times are ISO 8601. */
export interface DocumentFacts {
  readonly documentId?: string;
  readonly agency?: { readonly name: string; readonly code: string };
  readonly seal?: { readonly kind: SealKind; readonly physicalCode: string; readonly status: SealStatus };
  readonly sealedAt?: string;
  readonly revocation?: { readonly reason: string; readonly revokedAt: string; readonly replacement?: string };
  readonly validUntil?: string;
}

/** How the document stands where nobody withdrew it; `unknown` where that could not be established. */
export type Standing = 'valid' | 'expired' | 'unknown';

/** Agency, seal, time, how both stand now, validity, number. */
export function factList(facts: DocumentFacts, standing: Standing, words: Words, language: Language): HTMLElement {
  const { agency, seal, sealedAt, revocation, validUntil, documentId } = facts;
  const { facts: terms, unknown } = words;
  const instant = (iso: string) => element('time', { datetime: iso }, formatInstant(iso, language));
  const list = element('dl', { class: 'facts' });
  const add = (term: string, ...values: readonly (Node | string)[]) =>
    list.append(element('div', {}, element('dt', {}, term), element('dd', {}, ...values)));

  add(terms.agency, ...(agency ? withCode(agency.name, words.code(agency.code)) : [unknown]));
  add(terms.seal, ...(seal ? withCode(words.kinds[seal.kind], words.code(seal.physicalCode)) : [unknown]));
  add(terms.sealedAt, sealedAt ? instant(sealedAt) : unknown);
  add(terms.sealStatus, seal ? words.sealStatuses[seal.status] : unknown);
  if (revocation) {
    add(terms.documentStatus, words.documentStatuses.revoked(formatInstant(revocation.revokedAt, language)));
    if (isRevocationReason(revocation.reason)) add(terms.reason, words.reasons[revocation.reason]);
    if (revocation.replacement) add(terms.replacement, element('code', {}, revocation.replacement));
  } else {
    add(terms.documentStatus, standing === 'unknown' ? unknown : words.documentStatuses[standing]);
  }
  const unlimited = standing === 'unknown' && !revocation ? unknown : words.unlimited;
  add(terms.validUntil, validUntil ? instant(validUntil) : unlimited);
  if (documentId) add(terms.documentId, element('code', {}, documentId));
  return list;
}

const withCode = (name: string, code: string): readonly Node[] => [
  element('strong', {}, name),
  element('span', { class: 'code' }, code),
];
