import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRevisions } from '../../../src/pdf/compare/compare-revisions.ts';
import { PdfFormatError } from '../../../src/pdf/read/format-error.ts';
import { readPdf } from '../../../src/pdf/read/pdf.ts';
import { readSignatures } from '../../../src/pdf/read/signatures.ts';
import { appendObjects, bytesOf, TWO_PAGES, writePdf } from '../../support/pdf-builder.ts';
import { appendSignature } from '../../support/signed-pdf.ts';

const SEEDS = ([{}, { xref: 'stream' }, { xref: 'stream', packed: [1, 2, 3, 4, 7] }] as const).map((layout) =>
  appendObjects(
    appendSignature(writePdf(TWO_PAGES, layout), { ...layout, packed: [] }),
    { 20: '(later)' },
    { ...layout, packed: [] },
  ),
);

/** Everything a verifier does with bytes; whatever they are, it ends in facts or in a PdfFormatError. */
function readEverything(bytes: Uint8Array): 'read' | 'refused' {
  try {
    const pdf = readPdf(bytes);
    for (const signature of readSignatures(pdf)) if (signature.malformed === undefined) compareRevisions(signature.revision, pdf);
    for (const number of pdf.xref.keys()) pdf.object(number);
    pdf.pages();
    return 'read';
  } catch (error) {
    if (error instanceof PdfFormatError) return 'refused';
    throw error;
  }
}

const mutation = fc.record({
  seed: fc.constantFrom(...SEEDS),
  edits: fc.array(
    fc.record({
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      remove: fc.nat({ max: 8 }),
      insert: fc.oneof(
        fc.string({ maxLength: 4 }),
        fc.constantFrom(
          '<<',
          '>>',
          '[',
          ']',
          '(',
          ')',
          '<',
          'obj',
          'endobj',
          ' 0 R',
          'stream',
          '99999999999',
          '-1',
          '%%EOF',
          'xref',
          '/Prev 0',
          '/Kids[2 0 R]',
          '/Length 5 0 R',
        ),
      ),
    }),
    { minLength: 1, maxLength: 5 },
  ),
});

describe('whatever the bytes are', () => {
  it('the seeds can be read', () => {
    expect(SEEDS.map((text) => readEverything(bytesOf(text)))).toEqual(['read', 'read', 'read']);
  });

  it('reading a changed file ends in facts or in a PdfFormatError', () => {
    const outcomes = { read: 0, refused: 0 };
    fc.assert(
      fc.property(mutation, ({ seed, edits }) => {
        let text = seed;
        for (const { at, remove, insert } of edits) {
          const position = Math.floor(at * text.length);
          text = text.slice(0, position) + insert + text.slice(position + remove);
        }
        outcomes[readEverything(bytesOf(text))]++;
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(0);
  });

  it('reading noise behind a header ends in a PdfFormatError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        expect(readEverything(Uint8Array.from([...bytesOf('%PDF-1.7\n'), ...noise]))).toBe('refused');
      }),
    );
  });
});
