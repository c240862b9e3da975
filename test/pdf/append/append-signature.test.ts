import { PDFDocument } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { makeSample } from '../../../scripts/samples/make-sample.ts';
import { drawMark } from '../../../src/appearance/draw-mark.ts';
import { drawQrBlock } from '../../../src/appearance/draw-qr-block.ts';
import { placeSeal } from '../../../src/appearance/place.ts';
import type { DocumentId } from '../../../src/model/identifiers.ts';
import { appendSignature, type PreparedRevision } from '../../../src/pdf/append/append-signature.ts';
import { fillContents } from '../../../src/pdf/append/fill-contents.ts';
import { compareRevisions } from '../../../src/pdf/compare/compare-revisions.ts';
import { pageAreas } from '../../../src/pdf/intake/page-areas.ts';
import { readPdf } from '../../../src/pdf/read/pdf.ts';
import { readSignatures } from '../../../src/pdf/read/signatures.ts';
import { appendObjects, bytesOf, type Layout, type Objects, TWO_PAGES, textOf, writePdf } from '../../support/pdf-builder.ts';

const ID = '3f2a91c0d4e85b6677889900aabbccdd' as DocumentId;
const OTHER_ID = '00000000000000000000000000000001' as DocumentId;
/** A SEQUENCE of one INTEGER: nobody verifies it here. */
const DER = Uint8Array.of(0x30, 3, 2, 1, 5);
const mark = drawMark({ agencyName: 'City of Springfield', kind: 'official', physicalCode: 'US-1' });

function prepare(file: Uint8Array, documentId = ID, page = 0): PreparedRevision {
  const pdf = readPdf(file);
  const qr = drawQrBlock(`https://seals.example/r/${documentId}`);
  const { rect } = placeSeal(pageAreas(pdf).slice(page, page + 1), mark, qr);
  return appendSignature(pdf, {
    documentId,
    fieldName: `Seal-${documentId}`,
    page,
    rect,
    mark,
    qr,
    signedAt: new Date('2026-01-05T06:07:08.900Z'),
  });
}

function sealed(file: Uint8Array, documentId = ID, page = 0): Uint8Array<ArrayBuffer> {
  const { bytes, contents } = prepare(file, documentId, page);
  fillContents(bytes, contents, DER);
  return bytes;
}

const link = '<< /Type /Annot /Subtype /Link /Rect [1 1 9 9] >>';
const field = '<< /Type /Annot /Subtype /Widget /FT /Tx /T (Name) /Rect [20 20 90 40] /P 3 0 R >>';
const page = (entries: string) => `<< /Type /Page /Parent 2 0 R /Contents 5 0 R ${entries} >>`;
const catalog = (entries: string) => `<< /Type /Catalog /Pages 2 0 R ${entries} >>`;
const formInCatalog = { 1: catalog('/AcroForm << /Fields [8 0 R] >>'), 3: page('/Annots [8 0 R]'), 8: field };

/** How real files keep what a seal has to add to. */
const SHAPES: readonly { readonly what: string; readonly objects?: Objects; readonly layout?: Layout }[] = [
  { what: 'no annotations, no form' },
  { what: 'annotations in the page', objects: { 3: page('/Annots [8 0 R]'), 8: link } },
  { what: 'annotations in an object of their own', objects: { 3: page('/Annots 8 0 R'), 8: '[9 0 R]', 9: link } },
  { what: 'annotations that are null', objects: { 3: page('/Annots 8 0 R'), 8: 'null' } },
  { what: 'a form in the catalog', objects: formInCatalog },
  {
    what: 'a form in an object of its own, with its fields in another',
    objects: {
      1: catalog('/AcroForm 9 0 R'),
      3: page('/Annots [8 0 R]'),
      8: field,
      9: '<< /Fields 10 0 R /DA (/F1 0 Tf) >>',
      10: '[8 0 R]',
    },
  },
  { what: 'a form without fields', objects: { 1: catalog('/AcroForm << /SigFlags 0 >>') } },
  {
    what: 'comments before closing brackets',
    objects: { 1: '<< /Type /Catalog /Pages 2 0 R % >>\n>>', 3: page('/Annots [ % ]\n]') },
  },
  { what: 'a cross-reference stream', layout: { xref: 'stream' } },
  { what: 'catalog and pages in an object stream', layout: { xref: 'stream', packed: [1, 2, 3, 4, 7] } },
  { what: 'a form in an object stream', objects: formInCatalog, layout: { xref: 'stream', packed: [1, 2, 3, 8] } },
  {
    what: 'a trailer with more than it needs',
    layout: { trailer: '/Root 1 0 R /ID [<01> <02>] /DocChecksum /0123 /Info << /Title (x) >>' },
  },
];

describe.each(SHAPES)('a document with $what', ({ objects, layout }) => {
  const original = bytesOf(writePdf({ ...TWO_PAGES, ...objects }, layout));

  test('keeps every byte and adds one seal that our strict reader understands', () => {
    const bytes = sealed(original);
    expect(textOf(bytes.subarray(0, original.length))).toBe(textOf(original));
    const [signature, ...others] = readSignatures(readPdf(bytes));
    expect(others).toEqual([]);
    expect(signature).toMatchObject({
      name: `Seal-${ID}`,
      malformed: undefined,
      coverage: 'entire-file',
      documentId: ID,
      subFilter: 'ETSI.CAdES.detached',
      page: 0,
      contents: { der: DER, isCanonical: true },
      appearance: { mark: { content: mark.content }, qr: {} },
    });
  });

  test('changes nothing else of the document, the first time and the second', () => {
    const once = sealed(original);
    const twice = sealed(once, OTHER_ID);
    for (const [end, bytes] of [
      [original.length, once],
      [once.length, twice],
    ] as const) {
      const { changes, findings, newSignatureFields } = compareRevisions(readPdf(bytes, end), readPdf(bytes));
      expect(findings).toEqual([]);
      expect([changes, newSignatureFields.length]).toEqual(['permitted', 1]);
    }
    expect(readSignatures(readPdf(twice)).map(({ coverage }) => coverage)).toEqual(['entire-revision', 'entire-file']);
  });

  test('is a document for pdf-lib too, with the seal in its form', async () => {
    const form = (await PDFDocument.load(sealed(sealed(original), OTHER_ID))).getForm();
    const names = form.getFields().map((known) => known.getName());
    expect(names.filter((name) => name.startsWith('Seal-'))).toEqual([`Seal-${ID}`, `Seal-${OTHER_ID}`]);
    expect(form.acroForm.dict.toString()).toContain('/SigFlags 3');
  });

  test('has a cross-reference of the same kind as before', () => {
    const kinds = readPdf(sealed(original)).sections.map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(1);
  });
});

describe('appendSignature', () => {
  test('covers everything but the gap that is left for the CMS', () => {
    const { bytes, byteRange, contents } = prepare(bytesOf(writePdf(TWO_PAGES)));
    expect(byteRange).toEqual([0, contents.start, contents.end, bytes.length - contents.end]);
    expect(textOf(bytes.subarray(contents.start, contents.end))).toBe(`<${'0'.repeat(2 * 8192)}>`);
    expect(textOf(bytes)).toMatch(new RegExp(`/ByteRange \\[ ${byteRange.join(' ')} *\\]`));
  });

  test('claims the time it is given, in UTC and whole seconds', () => {
    expect(textOf(sealed(bytesOf(writePdf(TWO_PAGES))))).toContain('/M (D:20260105060708Z)');
  });

  test('is printed and locked', () => {
    expect(textOf(sealed(bytesOf(writePdf(TWO_PAGES))))).toMatch(/\/FT \/Sig[^>]*\/F 132/);
  });

  test('same document and plan, same bytes', () => {
    const original = bytesOf(writePdf(TWO_PAGES));
    expect(textOf(sealed(original))).toBe(textOf(sealed(original)));
  });

  test.each([
    [0, '1 0 0 1 0 0'],
    [90, '0 1 -1 0 0 0'],
    [180, '-1 0 0 -1 0 0'],
    [270, '0 -1 1 0 0 0'],
    [-90, '0 -1 1 0 0 0'],
  ])('stands upright on a page turned by %d°', (rotate, matrix) => {
    const turned = sealed(bytesOf(writePdf({ ...TWO_PAGES, 3: page(`/Rotate ${rotate}`) })));
    expect(textOf(turned)).toContain(`/Matrix [ ${matrix} ]`);
    expect(readSignatures(readPdf(turned))[0]?.appearance).toBeDefined();
  });

  test('stands on the page it is meant for', () => {
    expect(readSignatures(readPdf(sealed(bytesOf(writePdf(TWO_PAGES)), ID, 1)))[0]?.page).toBe(1);
  });

  test('numbers its objects beyond everything that the file ever spoke of', () => {
    const twice = appendObjects(writePdf({ ...TWO_PAGES, 90: '(far)' }), { 4: TWO_PAGES[4] ?? '' });
    const at = twice.lastIndexOf('/Size 91');
    const modest = `${twice.slice(0, at)}/Size 5 ${twice.slice(at + '/Size 91'.length)}`;
    expect(textOf(sealed(bytesOf(modest)))).toMatch(/\n91 0 obj\n<<\s*\/Type \/Sig\b/);
  });

  test.each(['zh', 'vi', 'en'] as const)('seals the sample in %s twice', async (language) => {
    const original = await makeSample(language);
    const twice = sealed(sealed(original), OTHER_ID);
    expect(compareRevisions(readPdf(twice, original.length), readPdf(twice)).changes).toBe('permitted');
  });

  test('refuses a page that there is not', () => {
    const pdf = readPdf(bytesOf(writePdf(TWO_PAGES)));
    const plan = { documentId: ID, fieldName: 'x', page: 2, rect: [0, 0, 9, 9], mark, qr: mark, signedAt: new Date() } as const;
    expect(() => appendSignature(pdf, plan)).toThrow(expect.objectContaining({ code: 'placement-page' }));
  });

  test('refuses a form that is none', () => {
    const file = bytesOf(writePdf({ ...TWO_PAGES, 3: page('/Annots (none)') }));
    const pdf = readPdf(file);
    const plan = { documentId: ID, fieldName: 'x', page: 0, rect: [0, 0, 9, 9], mark, qr: mark, signedAt: new Date() } as const;
    expect(() => appendSignature(pdf, plan)).toThrow(expect.objectContaining({ code: 'pdf-structure' }));
  });
});

describe('fillContents', () => {
  const { bytes, contents } = prepare(bytesOf(writePdf(TWO_PAGES)));

  test('writes lower-case hexadecimal, zeros to the end, and nothing outside', () => {
    const filled = Uint8Array.from(bytes);
    fillContents(filled, contents, Uint8Array.of(0x30, 0xab, 0xcd));
    expect(textOf(filled.subarray(contents.start, contents.end))).toBe(`<30abcd${'0'.repeat(2 * 8189)}>`);
    expect(textOf(filled.subarray(0, contents.start))).toBe(textOf(bytes.subarray(0, contents.start)));
    expect(textOf(filled.subarray(contents.end))).toBe(textOf(bytes.subarray(contents.end)));
  });

  test('leaves nothing of a longer one that stood there before', () => {
    const filled = Uint8Array.from(bytes);
    fillContents(filled, contents, new Uint8Array(8192).fill(0xff));
    fillContents(filled, contents, DER);
    expect(textOf(filled.subarray(contents.start, contents.end))).toBe(`<3003020105${'0'.repeat(2 * 8187)}>`);
  });

  test('refuses what does not fit, and touches nothing', () => {
    const untouched = Uint8Array.from(bytes);
    expect(() => fillContents(untouched, contents, new Uint8Array(8193))).toThrow(
      expect.objectContaining({ code: 'contents-too-small' }),
    );
    expect(textOf(untouched)).toBe(textOf(bytes));
  });

  test('is only for the gap, delimiters included', () => {
    expect(() => fillContents(bytes, { start: contents.start + 1, end: contents.end }, DER)).toThrow(RangeError);
  });
});
