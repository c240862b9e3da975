import { element } from './dom.ts';
import { factList } from './fact-list.ts';
import type { PublicRecord } from './record.ts';
import type { VerdictWords, Words } from './words.ts';

/** How far looking up the record behind the QR code has come. */
export type RecordState = PublicRecord | 'loading' | 'missing' | 'unavailable';

/** What the service says of the document, and plainly that this proves nothing about the page at hand. */
export function recordView(state: RecordState, now: Date, words: Words): HTMLElement {
  const { record } = words;
  const section = element('section', { class: 'record' }, element('h1', { tabindex: '-1' }, record.heading));
  if (state === 'loading') section.append(element('p', { class: 'lead' }, record.loading));
  else if (state === 'missing' || state === 'unavailable') section.append(remark(record[state]));
  else {
    const expired = state.validUntil !== undefined && Date.parse(state.validUntil) < now.getTime();
    section.append(
      remark(record.warning),
      element('p', { class: 'record-lead' }, record.lead),
      factList(state, expired ? 'expired' : 'valid', words),
    );
  }
  section.append(element('h2', { class: 'offer' }, record.offer));
  return section;
}

const remark = ({ sentence, advice }: VerdictWords): HTMLElement =>
  element('div', { class: 'remark' }, element('p', { class: 'remark-sentence' }, sentence), element('p', {}, advice));
