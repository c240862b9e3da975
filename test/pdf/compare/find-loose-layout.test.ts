import { describe, expect, test } from 'vitest';
import { compareRevisions } from '../../../src/pdf/compare/compare-revisions.ts';
import { readPdf } from '../../../src/pdf/read/pdf.ts';
import { appendObjects, bytesOf, type Layout, stream, TWO_PAGES, writePdf } from '../../support/pdf-builder.ts';
import { appendSignature } from '../../support/signed-pdf.ts';

/**
 * Readers rebuild a document whose newest cross-reference section they find odd, and then show whatever looks like an object: an
 * unsigned increment of permitted metadata could so replace what a page shows, for most readers and not for us.
 */
const CATALOG = '/Metadata 8 0 R';
const base = writePdf({
  ...TWO_PAGES,
  1: `<< /Type /Catalog /Pages 2 0 R ${CATALOG} >>`,
  8: stream('<x/>', '/Type /Metadata /Subtype /XML'),
});
const signed = appendSignature(base, { catalog: CATALOG });

const withMetadata = (content: string, layout: Layout = {}): string =>
  appendObjects(signed, { 8: stream(content, '/Type /Metadata /Subtype /XML') }, layout);

const findings = (later: string) => {
  const bytes = bytesOf(later);
  return compareRevisions(readPdf(bytes, signed.length), readPdf(bytes)).findings;
};

/** Changes the newest cross-reference table; nothing before it moves. */
const rewriteTable = (file: string, change: (table: string) => string): string => {
  const at = file.lastIndexOf('\nxref') + 1;
  return file.slice(0, at) + change(file.slice(at));
};

describe('metadata alone is permitted', () => {
  test.each<[string, Layout]>([
    ['with a table', {}],
    ['with a stream', { xref: 'stream' }],
  ])('%s', (_, layout) => {
    expect(findings(withMetadata('<x>an object of 3 0 words</x>', layout))).toEqual([]);
  });
});

describe('what looks like something else is not', () => {
  test.each([
    ['an object', '<x>endstream endobj 5 0 obj (evil) endobj</x>'],
    ['an object with much space', `<x>\n5${' '.repeat(200)}0\n\nobj (evil)</x>`],
    ['a trailer', '<x>trailer << /Root 5 0 R >></x>'],
  ])('%s', (_, content) => {
    expect(findings(withMetadata(content))).toMatchObject([{ code: 'loose-layout' }]);
  });
});

describe('a table that a reader may find odd is not', () => {
  test.each<[string, (table: string) => string]>([
    ['a comment', (table) => table.replace('xref\n', 'xref\n%c\n')],
    ['entries of 19 bytes', (table) => table.replaceAll(' n \n', ' n\n').replaceAll(' f \n', ' f\n')],
    ['short offsets', (table) => table.replace(/\b0*(\d+) 00000 n/g, '$1 0 n')],
  ])('%s', (_, change) => {
    const file = withMetadata('<x/>');
    const rewritten = rewriteTable(file, change);
    expect(rewritten).not.toBe(file);
    expect(findings(rewritten)).toMatchObject([{ code: 'loose-layout' }]);
  });
});
