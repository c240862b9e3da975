import { element } from './dom.ts';
import { formatSize } from './format.ts';
import type { Words } from './words.ts';

/** A real file input inside its label: mouse, keyboard, touch and screen reader all work. `current`: the file that was chosen last. */
export function filePicker(current: File | undefined, words: Words, choose: (file: File) => void): HTMLElement {
  const input = element('input', { type: 'file', id: 'file', accept: '.pdf,application/pdf', class: 'visually-hidden' });
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file) choose(file);
  });
  const invitation = current
    ? element('span', { class: 'button button-again' }, words.chooseAnother)
    : element('span', { class: 'button button-first' }, words.chooseFile);
  const hint = !current && element('span', { class: 'hint' }, words.dropHint);
  const name = current && element('p', { class: 'file' }, `${current.name} · ${formatSize(current.size, words.language)}`);
  return element(
    'div',
    { class: current ? 'picker picker-again' : 'picker' },
    name,
    element('label', { for: 'file', class: 'drop' }, input, invitation, hint),
  );
}
