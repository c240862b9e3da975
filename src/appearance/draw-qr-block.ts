import QRCode from 'qrcode';
import type { VectorForm } from '../model/vector-form.ts';
import { glyphsOf } from './glyphs.ts';
import { MM, operation } from './path.ts';
import { drawLine, setText } from './text.ts';

/** Millimetres. The caption stands in what the code's quiet zone leaves below. */
const WIDTH = 28;
const CAPTION = { height: 6, size: 2.1, lines: [4.4, 1.7] } as const;
/** Light modules that a reader needs on every side (ISO/IEC 18004, 6.3.8). */
const QUIET_ZONE = 4;

/**
 * The QR block: opaque white, the code leading to `<public url>/r/<documentId>`, and the host with the documentId's first
 * digits below. Made of the URL and nothing else.
 */
export function drawQrBlock(url: string): VectorForm {
  const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' });
  const module = WIDTH / (modules.size + 2 * QUIET_ZONE);
  const drawing =
    operation('g', 1) +
    operation('re', 0, 0, WIDTH, WIDTH + CAPTION.height) +
    'f\n' +
    operation('g', 0) +
    drawCaption(url) +
    // From here one unit is a module and the origin is the code's upper left corner.
    operation('cm', module, 0, 0, module, module * QUIET_ZONE, CAPTION.height + module * (modules.size + QUIET_ZONE)) +
    drawModules(modules.size, (row, column) => modules.get(row, column) !== 0);
  const content = `q\n${operation('cm', MM, 0, 0, MM, 0, 0)}${drawing}Q\n`;
  return { content: new TextEncoder().encode(content), width: WIDTH * MM, height: (WIDTH + CAPTION.height) * MM };
}

/** One path of horizontal bars, filled at once: neighbouring bars leave no hairline between them. */
function drawModules(size: number, isDark: (row: number, column: number) => boolean): string {
  let bars = '';
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const start = column;
      while (column < size && isDark(row, column)) column++;
      if (column > start) bars += operation('re', start, -row - 1, column - start, 1);
    }
  }
  return `${bars}f\n`;
}

function drawCaption(url: string): string {
  const { host, pathname } = new URL(url);
  const digits = pathname.split('/').at(-1) ?? '';
  const [upper, lower] = CAPTION.lines;
  const room = { size: CAPTION.size, length: WIDTH - 3, gap: 0.02, stretch: [1, 0.7] } as const;
  const line = (text: string, y: number) => drawLine(setText(glyphsOf(text), room), WIDTH / 2, y);
  return line(host, upper) + line(`${digits.slice(0, 4)} ${digits.slice(4, 8)} …`, lower);
}
