import { Refusal } from '../model/errors.ts';
import type { VectorForm } from '../model/vector-form.ts';
import { MM } from './path.ts';

/** Left, bottom, right, top in points, as /Rect and the page boxes have them. */
export type Rectangle = readonly [left: number, bottom: number, right: number, top: number];

/** What placing has to know of a page. */
export interface PageArea {
  /** In default user space. */
  readonly cropBox: Rectangle;
  /** Clockwise, when shown. */
  readonly rotate: 0 | 90 | 180 | 270;
  /** Where earlier seals stand, in default user space. */
  readonly taken: readonly Rectangle[];
}

/** Where somebody wants a seal: its lower left corner on the page as it is shown. */
export interface Placement {
  /** Counted from 1. */
  readonly page: number;
  /** Millimetres from the lower left corner. */
  readonly x: number;
  readonly y: number;
}

export interface Place {
  /** Counted from 0. */
  readonly page: number;
  /** In default user space; on a page shown sideways its width and height are exchanged. */
  readonly rect: Rectangle;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const MARGIN = 15 * MM;
const GAP = 3 * MM;
const STEP = 3 * MM;
/** Below this a QR code is no longer read from paper. */
const SMALLEST_SCALE = 0.4;

/**
 * Where a seal goes: mark and QR block side by side. Without a wish, at the bottom right of the last page
 * that has room, clear of earlier seals, smaller where the page is. Throws {@link Refusal} where a wish cannot be met or no room is left.
 */
export function placeSeal(pages: readonly PageArea[], mark: VectorForm, qr: VectorForm, wish?: Placement): Place {
  const size = { width: mark.width + GAP + qr.width, height: Math.max(mark.height, qr.height) };
  return wish ? placeAsWished(pages, size, wish) : placeOnLastPage(pages, size);
}

function placeAsWished(pages: readonly PageArea[], size: Size, wish: Placement): Place {
  const page = pages[wish.page - 1];
  if (!page)
    throw new Refusal('placement-page', `there is no page ${wish.page}: pages go from 1 to ${pages.length}`, { ...wish });
  const shown = shownSize(page);
  const [x, y] = [wish.x * MM, wish.y * MM];
  if (!(x >= 0 && y >= 0 && x + size.width <= shown.width && y + size.height <= shown.height)) {
    throw new Refusal(
      'placement-outside-page',
      `a seal of ${inMillimetres(size)} at x ${wish.x}, y ${wish.y} mm does not lie within page ${wish.page} of ${inMillimetres(shown)}; choose x and y so that it does`,
      { ...wish },
    );
  }
  const rect = toUserSpace(page, [x, y, x + size.width, y + size.height]);
  if (page.taken.some((taken) => overlap(taken, rect))) {
    throw new Refusal(
      'placement-covers-seal',
      `at x ${wish.x}, y ${wish.y} mm the seal would cover an earlier one on page ${wish.page}; choose another place`,
      { ...wish },
    );
  }
  return { page: wish.page - 1, rect };
}

/** On the last page with room for a seal, searched from the bottom right corner to the left, then upwards. */
function placeOnLastPage(pages: readonly PageArea[], natural: Size): Place {
  for (const [page, area] of [...pages.entries()].reverse()) {
    const rect = roomOn(area, natural);
    if (rect) return { page, rect };
  }
  throw new Refusal(
    'no-room-for-seal',
    `no page has room for a seal of ${inMillimetres(natural)} clear of earlier seals; name a placement or use larger pages`,
  );
}

function roomOn(page: PageArea, natural: Size): Rectangle | undefined {
  const shown = shownSize(page);
  const scale = Math.min(1, shown.width / natural.width, shown.height / natural.height);
  if (scale < SMALLEST_SCALE) return undefined;
  const [width, height] = [natural.width * scale, natural.height * scale];
  const margin = Math.max(0, Math.min(MARGIN, (shown.width - width) / 2, (shown.height - height) / 2));
  for (let bottom = margin; bottom + height <= shown.height - margin + EPSILON; bottom += STEP) {
    for (let left = shown.width - margin - width; left >= margin - EPSILON; left -= STEP) {
      const rect = toUserSpace(page, [left, bottom, left + width, bottom + height]);
      if (!page.taken.some((taken) => overlap(taken, rect))) return rect;
    }
  }
  return undefined;
}

/** Lets a seal that fits exactly fit in spite of rounding. */
const EPSILON = 1e-6;

function shownSize({ cropBox: [left, bottom, right, top], rotate }: PageArea): Size {
  const [width, height] = [right - left, top - bottom];
  return rotate % 180 === 0 ? { width, height } : { width: height, height: width };
}

/** From the page as it is shown (origin at its lower left corner) to default user space. */
function toUserSpace({ cropBox: [left, bottom, right, top], rotate }: PageArea, [x1, y1, x2, y2]: Rectangle): Rectangle {
  if (rotate === 90) return [right - y2, bottom + x1, right - y1, bottom + x2];
  if (rotate === 180) return [right - x2, top - y2, right - x1, top - y1];
  if (rotate === 270) return [left + y1, top - x2, left + y2, top - x1];
  return [left + x1, bottom + y1, left + x2, bottom + y2];
}

const overlap = (a: Rectangle, b: Rectangle): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

const inMillimetres = ({ width, height }: Size): string => `${(width / MM).toFixed(0)} × ${(height / MM).toFixed(0)} mm`;
