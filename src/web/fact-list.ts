import { isDocumentId } from '../model/identifiers.ts';
import type { SealKind, SealStatus } from '../model/registry.ts';
import { element } from './dom.ts';
import { formatInstant } from './format.ts';
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

/** How a document stands that nobody withdrew. */
export type Standing = 'valid' | 'expired';

/** Agency, seal, time, how both stand now, validity, number; what is not known is left out. `standing`: only where it was established. */
export function factList(facts: DocumentFacts, standing: Standing | undefined, words: Words): HTMLElement {
  const { agency, seal, sealedAt, revocation, validUntil, documentId } = facts;
  const terms = words.facts;
  const instant = (iso: string) => element('time', { datetime: iso }, formatInstant(iso, words.language));
  const list = element('dl', { class: 'facts' });
  const add = (term: string, ...values: readonly (Node | string)[]) =>
    list.append(element('div', {}, element('dt', {}, term), element('dd', {}, ...values)));

  if (agency) add(terms.agency, ...withCode(agency.name, words.code(agency.code)));
  if (seal) add(terms.seal, ...withCode(words.kinds[seal.kind], words.code(seal.physicalCode)));
  if (sealedAt) add(terms.sealedAt, instant(sealedAt));
  if (seal) add(terms.sealStatus, words.sealStatuses[seal.status]);
  if (revocation) {
    add(terms.documentStatus, words.documentStatuses.revoked(formatInstant(revocation.revokedAt, words.language)));
    if (isRevocationReason(revocation.reason)) add(terms.reason, words.reasons[revocation.reason]);
    if (revocation.replacement) add(terms.replacement, documentLink(revocation.replacement));
  } else if (standing) {
    add(terms.documentStatus, words.documentStatuses[standing]);
  }
  if (validUntil) add(terms.validUntil, instant(validUntil));
  else if (standing) add(terms.validUntil, words.unlimited);
  if (documentId) add(terms.documentId, element('code', {}, documentId));
  return list;
}

/** A document is named by its documentId, which leads to its record, or by its leaf, which leads nowhere. */
const documentLink = (name: string): Node =>
  element('code', {}, isDocumentId(name) ? element('a', { href: `/r/${name}` }, name) : name);

const withCode = (name: string, code: string): readonly Node[] => [
  element('strong', {}, name),
  element('span', { class: 'code' }, code),
];
