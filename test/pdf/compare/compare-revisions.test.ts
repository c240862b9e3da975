import { describe, expect, it } from 'vitest';
import { compareRevisions, type RevisionComparison } from '../../../src/pdf/compare/compare-revisions.ts';
import { readPdf } from '../../../src/pdf/read/pdf.ts';
import {
  appendObjects,
  bytesOf,
  type Layout,
  type Objects,
  sizeOf,
  startxrefOf,
  stream,
  TWO_PAGES,
  writePdf,
} from '../../support/pdf-builder.ts';
import { appendSignature, type SignatureOptions } from '../../support/signed-pdf.ts';

/** A catalog with metadata and validation data, an annotation list of its own, and a reference that leads to nothing yet. */
const DOCUMENT: Objects = {
  ...TWO_PAGES,
  1: '<< /Type /Catalog /Pages 2 0 R /Metadata 8 0 R /Lang (vi) /PieceInfo << /Missing 40 0 R >> >>',
  8: stream('<x/>', '/Type /Metadata /Subtype /XML'),
  9: '<< /Title (Notice) >>',
};
const CATALOG = '/Metadata 8 0 R /Lang (vi) /PieceInfo << /Missing 40 0 R >>';
const TRAILER = '/Root 1 0 R /Info 9 0 R /ID [<aa> <aa>]';
const base = writePdf(DOCUMENT, { trailer: TRAILER });
const sign = (previous: string, options: SignatureOptions = {}): string =>
  appendSignature(previous, { catalog: CATALOG, trailer: TRAILER, ...options });
const signed = sign(base);
const SIGNATURE = sizeOf(base);
const FIELD = SIGNATURE + 1;
const APPEARANCE = SIGNATURE + 2;

/** The catalog as `signed` has it, with more entries. */
const catalog = (entries: string, form = `/Fields [${FIELD} 0 R] /SigFlags 3`): string =>
  `<< /Type /Catalog /Pages 2 0 R ${CATALOG} ${entries} /AcroForm << ${form} >> >>`;

const compare = (earlier: string, later: string): RevisionComparison => {
  const bytes = bytesOf(later);
  return compareRevisions(readPdf(bytes, earlier.length), readPdf(bytes));
};
const update = (objects: Objects, layout: Layout = {}): RevisionComparison =>
  compare(signed, appendObjects(signed, objects, { trailer: TRAILER, ...layout }));
const codes = ({ findings }: RevisionComparison): readonly string[] => findings.map(({ code }) => code);

describe('no change', () => {
  it('between a revision and itself', () => {
    const bytes = bytesOf(signed);
    expect(compareRevisions(readPdf(bytes), readPdf(bytes))).toEqual({ changes: 'none', findings: [], newSignatureFields: [] });
  });
});

describe('permitted:', () => {
  it.each<[string, Layout]>([
    ['a cross-reference table', {}],
    ['a cross-reference stream', { xref: 'stream' }],
    ['its field in an object stream', { xref: 'stream', packed: [1, 3, FIELD] }],
  ])('a signature field, with %s', (_, layout) => {
    expect(compare(base, sign(writePdf(DOCUMENT, { trailer: TRAILER }), layout))).toMatchObject({
      changes: 'permitted',
      newSignatureFields: [{ name: 'Seal-1', ref: { number: FIELD }, kind: 'signature' }],
    });
  });

  it('a signature field behind another', () => {
    const twice = sign(signed, { name: 'Seal-2', fields: `${FIELD} 0 R` });
    expect(compare(signed, twice)).toMatchObject({ changes: 'permitted', newSignatureFields: [{ name: 'Seal-2' }] });
    expect(compare(base, twice)).toMatchObject({
      changes: 'permitted',
      newSignatureFields: [{ name: 'Seal-1' }, { name: 'Seal-2' }],
    });
  });

  it('a document time stamp', () => {
    const stamped = sign(signed, { name: 'Time', type: 'DocTimeStamp', rect: '0 0 0 0', fields: `${FIELD} 0 R` });
    expect(compare(signed, stamped)).toMatchObject({
      changes: 'permitted',
      newSignatureFields: [{ kind: 'document-time-stamp' }],
    });
  });

  it.each<[string, Objects, Layout?]>([
    ['validation data', { 1: catalog('/DSS 20 0 R'), 20: '<< /Type /DSS /Certs [21 0 R] >>', 21: stream('der') }],
    ['other XMP in its place', { 8: stream('<y/>', '/Type /Metadata /Subtype /XML') }],
    ['XMP as a new object', { 1: catalog('').replace('8 0 R', '20 0 R'), 20: stream('<y/>', '/Subtype /XML') }],
    ['other document information', { 9: '<< /Title (Notice) /ModDate (D:2026) >>' }],
    ['another second half of /ID', {}, { trailer: TRAILER.replace('<aa>]', '<bb>]') }],
    ['the same catalog, written otherwise', { 1: catalog('').replaceAll(' ', '\n') }],
    [
      'default resources for a form that has only signatures',
      { 1: catalog('', `/Fields [${FIELD} 0 R] /SigFlags 3 /DR << /Font << /H 20 0 R >> >> /DA (x)`), 20: '<< >>' },
    ],
  ])('%s', (_, objects, layout) => {
    expect(update(objects, layout)).toEqual({ changes: 'permitted', findings: [], newSignatureFields: [] });
  });

  it('an increment that repeats earlier entries', () => {
    expect(update({ 9: '<< >>' }, { entries: { 5: base.indexOf('5 0 obj'), 6: base.indexOf('6 0 obj') } }).changes).toBe(
      'permitted',
    );
  });
});

const page = (entries: string, annotations = `${FIELD} 0 R`): string =>
  `<< /Type /Page /Parent 2 0 R ${entries} /Annots [${annotations}] >>`;

/** One forbidden change a row: what, the increment's objects, the codes it must have, and its cross-reference's peculiarities. */
const FORBIDDEN: [string, Objects, readonly string[], Layout?][] = [
  ['content replaced', { 5: stream('(Pay 900) Tj') }, ['object-replaced']],
  ['a resource replaced', { 7: '<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>' }, ['object-replaced']],
  ['another page tree', { 2: '<< /Type /Pages /Kids [4 0 R 3 0 R] /Count 2 /MediaBox [0 0 300 400] >>' }, ['object-replaced']],
  ['a page with other content', { 3: page('/Contents 6 0 R') }, ['page-changed']],
  ['a page turned', { 3: page('/Contents 5 0 R /Rotate 180') }, ['page-changed']],
  [
    'an annotation added',
    { 3: page('/Contents 5 0 R', `${FIELD} 0 R 20 0 R`), 20: '<< /Type /Annot /Subtype /Stamp >>' },
    ['annotation-changed', 'object-unexplained'],
  ],
  ['a direct annotation added', { 3: page('/Contents 5 0 R', `${FIELD} 0 R << /Subtype /Stamp >>`) }, ['annotation-changed']],
  ['an annotation removed', { 3: page('/Contents 5 0 R', '') }, ['annotation-changed']],
  ["a seal's drawing replaced", { [APPEARANCE]: stream('0 0 1 1 re f', '/Subtype /Form') }, ['object-replaced']],
  [
    "a seal's widget moved",
    { [FIELD]: `<< /Subtype /Widget /FT /Sig /T (Seal-1) /V ${SIGNATURE} 0 R /Rect [99 99 120 120] >>` },
    ['object-replaced'],
  ],
  ["a seal's signature replaced", { [SIGNATURE]: '<< /Type /Sig >>' }, ['object-replaced']],
  ['a field removed', { 1: catalog('', '/Fields [] /SigFlags 3') }, ['form-changed']],
  ['the form removed', { 1: `<< /Type /Catalog /Pages 2 0 R ${CATALOG} >>` }, ['form-changed']],
  ['a form that draws anew', { 1: catalog('', `/Fields [${FIELD} 0 R] /NeedAppearances true`) }, ['form-changed']],
  [
    'a text field',
    { 1: catalog('', `/Fields [${FIELD} 0 R 20 0 R] /SigFlags 3`), 20: '<< /FT /Tx /T (note) /V (Pay 900) >>' },
    ['field-added'],
  ],
  [
    'a signature field without a signature',
    { 1: catalog('', `/Fields [${FIELD} 0 R 20 0 R] /SigFlags 3`), 20: '<< /FT /Sig /T (empty) >>' },
    ['field-added'],
  ],
  ['an entry of the catalog', { 1: catalog('/OpenAction << /S /JavaScript /JS (x) >>') }, ['catalog-changed']],
  ['an entry of the catalog changed', { 1: catalog('').replace('(vi)', '(zh)') }, ['catalog-changed']],
  ['another catalog', { 20: catalog('') }, ['trailer-changed'], { trailer: TRAILER.replace('1 0 R', '20 0 R') }],
  ['another first half of /ID', {}, ['trailer-changed'], { trailer: TRAILER.replace('<aa>', '<bb>') }],
  ['encryption', {}, ['trailer-changed'], { trailer: `${TRAILER} /Encrypt << >>` }],
  ['an object freed', {}, ['object-freed'], { free: [7] }],
  [
    'an object made to lead to earlier bytes (hide and replace)',
    {},
    ['object-repointed'],
    { entries: { 5: base.indexOf('5 0 obj') + 1 } },
  ],
  ['an object that nothing leads to (ISA)', { 20: '<< /Type /Page >>' }, ['object-unexplained']],
  ['an object that a reference was waiting for', { 40: '<< /Now (here) >>' }, ['reference-filled']],
  [
    'XMP replaced by a drawing',
    { 8: stream('0 0 1 1 re f', '/Type /XObject /Subtype /Form') },
    ['metadata-changed', 'object-replaced'],
  ],
  ['document information with structure', { 9: '<< /Title << /A 5 0 R >> >>' }, ['metadata-changed']],
  [
    'validation data in place of content',
    { 1: catalog('/DSS 20 0 R'), 20: '<< /Certs [5 0 R] >>', 5: stream('(Pay 900) Tj') },
    ['object-replaced'],
  ],
];

describe('forbidden:', () => {
  it.each(FORBIDDEN)('%s', (_, objects, expected, layout) => {
    const result = update(objects, layout);
    expect(result.changes).toBe('forbidden');
    expect(codes(result)).toEqual(expected);
  });

  it.each<[string, SignatureOptions]>([
    ['with an action', { field: '/A << /S /JavaScript /JS (x) >>' }],
    ['with optional content', { field: '/OC 7 0 R' }],
    ['with kids', { field: '/Kids []' }],
    ['under a name that is taken', { name: 'Seal-1' }],
    [
      'that draws with earlier objects',
      { objects: { [sizeOf(signed) + 2]: stream('/F1 12 Tf', '/Subtype /Form /Resources << /Font << /F1 7 0 R >> >>') } },
    ],
    ['that is a document time stamp and draws', { type: 'DocTimeStamp' }],
    ['that is no signature field', { objects: { [sizeOf(signed) + 1]: '<< /FT /Tx /T (Seal-2) >>' } }],
    ['whose signature was there before', { objects: { [sizeOf(signed) + 1]: `<< /FT /Sig /T (Seal-2) /V ${SIGNATURE} 0 R >>` } }],
  ])('a signature field %s', (_, options) => {
    const result = compare(signed, sign(signed, { name: 'Seal-2', fields: `${FIELD} 0 R`, ...options }));
    expect(codes(result)).toContain('field-added');
  });

  const NEW_SIGNATURE = sizeOf(signed);
  it.each<[string, string, RegExp]>([
    ['text in place of a signature', `<< /FT /Tx /T (Seal-2) /V ${NEW_SIGNATURE} 0 R >>`, /is no signature field/],
    ['no name', `<< /FT /Sig /V ${NEW_SIGNATURE} 0 R >>`, /has no name/],
    ['a value that is no signature', `<< /FT /Sig /T (Seal-2) /V ${NEW_SIGNATURE + 2} 0 R >>`, /no new signature dictionary/],
    ['a value of another type', `<< /FT /Sig /T (Seal-2) /V ${NEW_SIGNATURE + 3} 0 R >>`, /no new signature dictionary/],
    ['nothing at all', '1', /is no new dictionary/],
  ])('a signature field with %s', (_, field, why) => {
    const objects = { [NEW_SIGNATURE + 1]: field, [NEW_SIGNATURE + 3]: '<< /Type /Font >>' };
    const later = sign(signed, { name: 'Seal-2', fields: `${FIELD} 0 R`, objects });
    const { findings } = compare(signed, later);
    expect(findings.map(({ detail }) => detail).join('; ')).toMatch(why);
  });

  it('an old object as a new field', () => {
    const result = update({ 1: catalog('', `/Fields [${FIELD} 0 R 7 0 R] /SigFlags 3`) });
    expect(result.findings.map(({ detail }) => detail)).toContain('the added form field 7 is no new dictionary');
  });

  it('a field on two pages', () => {
    const second = sizeOf(signed) + 1;
    const result = compare(
      signed,
      sign(signed, {
        name: 'Seal-2',
        fields: `${FIELD} 0 R`,
        objects: { 4: `<< /Type /Page /Parent 2 0 R /Contents 6 0 R /Rotate 90 /Annots [${second} 0 R] >>` },
      }),
    );
    expect(codes(result)).toEqual(['annotation-changed']);
  });

  it('a list of annotations that two pages share', () => {
    const shared: Objects = {
      ...DOCUMENT,
      3: page('/Contents 5 0 R', '').replace('[]', '10 0 R'),
      4: page('/Contents 6 0 R', '').replace('[]', '10 0 R'),
      10: '[]',
    };
    const before = writePdf(shared, { trailer: TRAILER });
    const objects = { 3: shared[3] ?? '', 10: `[${sizeOf(before) + 1} 0 R]` };
    expect(compare(before, sign(before, { objects })).findings).toEqual([
      { code: 'annotation-changed', detail: 'page 2 and another one share a list of annotations that was changed', page: 2 },
    ]);
  });

  it('more fields in one increment than anybody needs', () => {
    const numbers = Array.from({ length: 21 }, (_, i) => 20 + i);
    const fields = Object.fromEntries(numbers.map((number) => [number, `<< /FT /Sig /T (${number}) /V ${SIGNATURE} 0 R >>`]));
    const result = update({
      ...fields,
      1: catalog('', `/Fields [${FIELD} 0 R ${numbers.map((number) => `${number} 0 R`).join(' ')}] /SigFlags 3`),
    });
    expect(result.findings[0]?.detail).toBe('one increment adds 21 form fields');
  });

  it('validation data taken away', () => {
    const withData = appendObjects(
      signed,
      { 1: catalog('/DSS 20 0 R'), 20: '<< /Certs [21 0 R] /VRI << /AB << >> >> >>', 21: stream('der') },
      { trailer: TRAILER },
    );
    const without = appendObjects(withData, { 20: '<< /Certs [] >>' }, { trailer: TRAILER });
    expect(compare(withData, without)).toMatchObject({
      findings: [
        { code: 'validation-data-removed', detail: 'the document security store no longer holds object 21 in /Certs, /VRI /AB' },
      ],
    });
  });

  it('an object stream replaced, on which others depend', () => {
    const packed = writePdf(DOCUMENT, { trailer: TRAILER, xref: 'stream', packed: [7] });
    const sealed = sign(packed, { xref: 'stream' });
    const container = sizeOf(base);
    const form = `/Fields [${sizeOf(packed) + 1} 0 R] /SigFlags 3`;
    const header = '7 0 ';
    const font = '<< /Type /Font /BaseFont /Courier >>';
    const attack = appendObjects(
      sealed,
      {
        1: catalog(`/DSS << /Certs [${container} 0 R] >>`, form),
        [container]: stream(header + font, `/Type /ObjStm /N 1 /First ${header.length}`),
      },
      { trailer: TRAILER, xref: 'stream' },
    );
    expect(codes(compare(sealed, attack))).toEqual(['object-replaced']);
  });

  it('a malformed object in an increment', () => {
    expect(codes(update({ 9: 'nonsense' }))).toEqual(['malformed-increment']);
  });

  it('an object within another (overlap)', () => {
    const inner = '20 0 obj (hidden) endobj';
    const metadata = stream(inner, '/Type /Metadata /Subtype /XML');
    const offset = appendObjects(signed, { 8: metadata }, { trailer: TRAILER }).lastIndexOf('20 0 obj');
    expect(codes(update({ 8: metadata, 20: '()' }, { entries: { 20: offset } }))).toEqual(['unaccounted-bytes']);
  });

  it('more increments than anybody needs', () => {
    let text = signed;
    for (let i = 0; i < 101; i++) text = appendObjects(text, {}, { trailer: TRAILER });
    expect(codes(compare(signed, text))).toEqual(['too-many-increments']);
  });

  it('something that a later increment takes back (hide and replace)', () => {
    const hidden = appendObjects(signed, { 5: stream('(Pay 900) Tj') }, { trailer: TRAILER });
    const restored = appendObjects(hidden, {}, { trailer: TRAILER, entries: { 5: base.indexOf('5 0 obj') } });
    expect(codes(compare(signed, restored))).toEqual(['object-replaced']);
  });
});

const increment = (previous: string, objects: Objects, smuggled = ''): string =>
  appendObjects(previous, objects, { trailer: TRAILER, smuggled });
const EVIL = `5 0 obj\n${stream('(Pay 900) Tj')}\nendobj\n`;
const passedOver = increment(signed, { 5: stream('(Pay 900) Tj') });

/** Makes the newest cross-reference follow that of `signed`. */
function relink(text: string): string {
  const at = text.lastIndexOf('/Prev');
  return text.slice(0, at) + text.slice(at).replace(/\/Prev \d+/, (entry) => `/Prev ${startxrefOf(signed)}`.padEnd(entry.length));
}

describe('bytes that a reader by cross-references does not see are forbidden:', () => {
  it.each<[string, string, string]>([
    ['an object without an entry', increment(signed, { 9: '<< >>' }, EVIL), 'unaccounted-bytes'],
    ['a comment with an object', increment(signed, { 9: '<< >>' }, '% 5 0 obj << >> endobj\n'), 'unaccounted-bytes'],
    ['an increment that the next passes over', relink(increment(passedOver, { 9: '<< >>' })), 'unaccounted-bytes'],
    ['white space', `${signed} `, 'bytes-after-end'],
    [
      'objects and the old startxref (ISA)',
      `${signed}${EVIL}${signed.slice(signed.lastIndexOf('startxref'))}`,
      'bytes-after-end',
    ],
  ])('%s', (_, later, code) => {
    expect(codes(compare(signed, later))).toEqual([code]);
  });

  it('an object in an object stream that has no entry', () => {
    const later = appendObjects(
      signed,
      { 9: '<< >>', 5: '(Pay 900)' },
      { trailer: TRAILER, xref: 'stream', packed: [9, 5], entries: { 5: base.indexOf('5 0 obj') } },
    );
    expect(codes(compare(signed, later))).toEqual(['unaccounted-bytes']);
  });
});

describe('not an increment:', () => {
  it('another file', () => {
    const other = bytesOf(writePdf({ ...DOCUMENT, 5: stream('(Pay 900) Tj') }, { trailer: TRAILER }));
    expect(codes(compareRevisions(readPdf(bytesOf(base)), readPdf(other)))).toEqual(['not-an-increment']);
  });

  it('a complete file behind the signed one', () => {
    const complete = increment(signed, { ...DOCUMENT, 5: stream('(Pay 900) Tj') });
    const at = complete.lastIndexOf('/Prev');
    const unlinked = complete.slice(0, at) + complete.slice(at).replace(/\/Prev \d+/, (entry) => ' '.repeat(entry.length));
    expect(codes(compare(signed, unlinked))).toEqual(['not-an-increment']);
  });
});

describe('a finding says in words what was changed', () => {
  it.each<[string, Objects, string, number | undefined]>([
    ['content', { 6: stream('(other) Tj') }, 'object 6 (content of page 2) was replaced', 2],
    ['resources of the page tree', { 7: '<< >>' }, 'object 7 (/Pages of the document catalog) was replaced', undefined],
    [
      'a page',
      { 4: '<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Rotate 90 >>' },
      '/Contents of page 2 (object 4) was changed',
      2,
    ],
    ['a seal', { [APPEARANCE]: stream('', '/Subtype /Form') }, `object ${APPEARANCE} (annotations of page 1) was replaced`, 1],
  ])('%s', (_, objects, detail, number) => {
    const [finding] = update(objects).findings;
    expect([finding?.detail, finding?.page]).toEqual([detail, number]);
  });
});
