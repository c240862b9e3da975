import type { CheckStatus } from '../model/report.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** Told apart by their shape alone, on a grid of 24: a circle for passed, an octagon for failed, a triangle for undecided. */
const SHAPES: Readonly<Record<CheckStatus, { readonly outline: string; readonly sign: string }>> = {
  passed: { outline: 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z', sign: 'M7.2 12.4l3.3 3.3 6.3-7' },
  failed: { outline: 'M8 2h8l6 6v8l-6 6H8l-6-6V8z', sign: 'M8.4 8.4l7.2 7.2M15.6 8.4l-7.2 7.2' },
  indeterminate: { outline: 'M12 2.2L23 21.4H1z', sign: 'M12 9v5.6M12 17.6v.6' },
  'not-made': { outline: 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z', sign: 'M8 12h8' },
};

/** A decoration: the words beside it say the same. */
export function icon(status: CheckStatus): SVGSVGElement {
  const made = document.createElementNS(SVG, 'svg');
  made.setAttribute('viewBox', '0 0 24 24');
  made.setAttribute('class', `icon icon-${status}`);
  made.setAttribute('aria-hidden', 'true');
  for (const part of ['outline', 'sign'] as const) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', SHAPES[status][part]);
    path.setAttribute('class', part);
    made.append(path);
  }
  return made;
}
