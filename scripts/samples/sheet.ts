import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import { type Color, grayscale, PDFDocument, type PDFFont, type PDFPage } from 'pdf-lib';
import { woffToSfnt } from './woff-to-sfnt.ts';

/** One face, as the font files that together hold its characters. */
type Face = readonly PDFFont[];

export interface Style {
  readonly size: number;
  readonly bold?: boolean;
  readonly color?: Color;
}

export interface Column extends Style {
  readonly left: number;
  readonly width: number;
  /** Distance between base lines, in multiples of the size. */
  readonly leading?: number;
  /** Indents the first line, in multiples of the size. */
  readonly indent?: number;
}

const require = createRequire(import.meta.url);
/** Fixed, so that a sample's bytes depend on nothing but this code and its fonts. */
const CREATED = new Date('2026-01-05T00:00:00Z');

/** One A4 page to write on, from the lower left corner in points, with fonts embedded as subsets. */
export class Sheet {
  readonly page: PDFPage;
  readonly #document: PDFDocument;
  readonly #faces: { readonly regular: Face; readonly bold: Face };

  private constructor(document: PDFDocument, faces: { readonly regular: Face; readonly bold: Face }) {
    this.#document = document;
    this.#faces = faces;
    this.page = document.addPage([595.28, 841.89]);
  }

  /** `fonts`: WOFF files of @fontsource packages, with WEIGHT for 400 or 700. */
  static async create(title: string, language: string, fonts: readonly string[]): Promise<Sheet> {
    const document = await PDFDocument.create({ updateMetadata: false });
    document.registerFontkit(fontkit);
    document.setTitle(title, { showInWindowTitleBar: true });
    document.setLanguage(language);
    document.setCreator('Vermilion samples');
    document.setCreationDate(CREATED);
    document.setModificationDate(CREATED);
    const face = (weight: number): Promise<Face> =>
      Promise.all(
        fonts.map((file) =>
          document.embedFont(woffToSfnt(readFileSync(require.resolve(file.replace('WEIGHT', String(weight))))), { subset: true }),
        ),
      );
    return new Sheet(document, { regular: await face(400), bold: await face(700) });
  }

  /** Writes one line and returns its width. */
  write(text: string, x: number, y: number, style: Style): number {
    let at = x;
    for (const { font, run } of this.#runs(text, style)) {
      this.page.drawText(run, { x: at, y, size: style.size, font, color: style.color ?? grayscale(0.1) });
      at += font.widthOfTextAtSize(run, style.size);
    }
    return at - x;
  }

  writeCentred(text: string, x: number, y: number, style: Style): void {
    this.write(text, x - this.width(text, style) / 2, y, style);
  }

  /** Writes a paragraph down from y and returns the base line below its last. */
  writeParagraph(text: string, y: number, { leading = 1.6, indent = 0, ...column }: Column): number {
    let base = y;
    for (const [index, line] of this.#lines(text, column, indent).entries()) {
      this.write(line, column.left + (index === 0 ? indent * column.size : 0), base, column);
      base -= leading * column.size;
    }
    return base;
  }

  width(text: string, style: Style): number {
    return this.#runs(text, style).reduce((sum, { font, run }) => sum + font.widthOfTextAtSize(run, style.size), 0);
  }

  rule(x1: number, y: number, x2: number, thickness = 0.6): void {
    this.page.drawLine({ start: { x: x1, y }, end: { x: x2, y }, thickness, color: grayscale(0.2) });
  }

  async toBytes(): Promise<Uint8Array> {
    return this.#document.save({ useObjectStreams: false });
  }

  /** Breaks between words, and between any two ideographs unless the second is closing punctuation. */
  #lines(text: string, column: Column, indent: number): string[] {
    const pieces = text.match(/[\u3000-\u9fff\uff00-\uffef][，。、；：）》”]*|[^\s\u3000-\u9fff\uff00-\uffef]+\s*|\s+/gu) ?? [];
    const lines: string[] = [];
    let line = '';
    for (const piece of pieces) {
      const room = column.width - (lines.length === 0 ? indent * column.size : 0);
      if (line !== '' && this.width((line + piece).trimEnd(), column) > room) {
        lines.push(line.trimEnd());
        line = '';
      }
      line += piece;
    }
    return [...lines, line.trimEnd()];
  }

  /** Cuts a text where the font file has to change. */
  #runs(text: string, { bold }: Style): { font: PDFFont; run: string }[] {
    const face = bold ? this.#faces.bold : this.#faces.regular;
    const runs: { font: PDFFont; run: string }[] = [];
    for (const character of text.normalize('NFC')) {
      const codePoint = character.codePointAt(0) ?? 0;
      const font = face.find((candidate) => characterSet(candidate).has(codePoint));
      if (!font) throw new RangeError(`no font of the sample has '${character}'`);
      const last = runs.at(-1);
      if (last?.font === font) last.run += character;
      else runs.push({ font, run: character });
    }
    return runs;
  }
}

const characterSets = new WeakMap<PDFFont, ReadonlySet<number>>();

function characterSet(font: PDFFont): ReadonlySet<number> {
  const known = characterSets.get(font);
  if (known) return known;
  const set = new Set(font.getCharacterSet());
  characterSets.set(font, set);
  return set;
}
