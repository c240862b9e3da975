import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { PdfFormatError } from '../../../src/pdf/read/format-error.ts';
import { type Pdf, readPdf } from '../../../src/pdf/read/pdf.ts';
import {
  appendObjects,
  bytesOf,
  type Layout,
  startxrefOf,
  stream,
  TWO_PAGES,
  textOf,
  writePdf,
} from '../../support/pdf-builder.ts';

const LAYOUTS: readonly (readonly [string, Layout])[] = [
  ['a cross-reference table', {}],
  ['a cross-reference stream', { xref: 'stream' }],
  ['an object stream', { xref: 'stream', packed: [1, 2, 3, 4, 7] }],
];

/** Reads everything that there is. */
function readAll(text: string): Pdf {
  const pdf = readPdf(bytesOf(text));
  for (const number of pdf.xref.keys()) pdf.object(number);
  pdf.pages();
  pdf.fields();
  return pdf;
}

function refusalOf(text: string): string {
  try {
    readAll(text);
  } catch (error) {
    if (error instanceof PdfFormatError) return error.code;
    throw error;
  }
  return 'read';
}

describe.each(LAYOUTS)('a file with %s', (_, layout) => {
  const text = writePdf(TWO_PAGES, layout);

  it('has its pages in order, with inherited entries', () => {
    const pages = readAll(text).pages();
    expect(pages.map(({ index, ref, cropBox, rotate }) => ({ index, number: ref.number, cropBox, rotate }))).toEqual([
      { index: 0, number: 3, cropBox: [0, 0, 300, 400], rotate: 0 },
      { index: 1, number: 4, cropBox: [0, 0, 300, 400], rotate: 90 },
    ]);
  });

  it('keeps earlier revisions readable by themselves', () => {
    const later = appendObjects(text, { 5: stream('(later) Tj') }, { ...layout, packed: [] });
    const [then, now] = [readPdf(bytesOf(later), text.length), readPdf(bytesOf(later))];
    const content = (pdf: Pdf): string => {
      const { value } = pdf.object(5) ?? {};
      return value?.kind === 'stream' ? textOf(pdf.decode(value)) : '';
    };
    expect([content(then), content(now)]).toEqual(['BT /F1 12 Tf (Pay 100) Tj ET', '(later) Tj']);
    expect([then.sections.length, now.sections.length]).toEqual([1, 2]);
  });

  it('names the bytes that every entry of a dictionary was read from', () => {
    const object = readAll(text).object(2);
    const dict = object?.value;
    if (dict?.kind !== 'dict') throw new Error('object 2 is a dictionary');
    const written = [...dict.entries.values()].map(({ key, value }) =>
      textOf(object?.source.subarray(key.start, value.end) ?? new Uint8Array()),
    );
    expect(written).toEqual([
      '/Type /Pages',
      '/Kids [3 0 R 4 0 R]',
      '/Count 2',
      '/MediaBox [0 0 300 400]',
      '/Resources << /Font << /F1 7 0 R >> >>',
    ]);
  });
});

describe('a reference', () => {
  it('to an object without an entry means null', () => {
    const pdf = readAll(writePdf({ ...TWO_PAGES, 8: '[99 0 R]' }));
    const { value } = pdf.object(8) ?? {};
    expect(pdf.get(value?.kind === 'array' ? value.items[0] : undefined)).toMatchObject({ kind: 'null' });
  });

  it('to a freed object means null', () => {
    const pdf = readAll(appendObjects(writePdf({ ...TWO_PAGES, 8: '<< >>' }), {}, { free: [8] }));
    expect(pdf.object(8)).toBeUndefined();
  });
});

describe('a hybrid file', () => {
  it('hides behind free entries of its table what only its stream locates', () => {
    const base = writePdf(TWO_PAGES);
    const hidden = appendObjects(base, { 8: '(hidden)' }, { xref: 'stream' });
    const body = hidden.slice(0, hidden.lastIndexOf('startxref'));
    const offset = body.length;
    const table = `xref\n8 1\n0000000000 65535 f \ntrailer\n<< /Size 10 /Root 1 0 R /Prev ${startxrefOf(base)} /XRefStm ${startxrefOf(hidden)} >>\n`;
    const pdf = readAll(`${body}${table}startxref\n${offset}\n%%EOF\n`);
    expect(pdf.object(8)?.value).toMatchObject({ kind: 'string' });
    expect(pdf.sections.map(({ kind }) => kind)).toEqual(['hybrid', 'table']);
  });

  it('is refused where table and stream locate one object differently', () => {
    const base = writePdf(TWO_PAGES);
    const hidden = appendObjects(base, { 5: stream('(other content) Tj') }, { xref: 'stream' });
    const body = hidden.slice(0, hidden.lastIndexOf('startxref'));
    const at = String(base.indexOf('6 0 obj')).padStart(10, '0');
    const table = `xref\n5 1\n${at} 00000 n \ntrailer\n<< /Size 10 /Root 1 0 R /Prev ${startxrefOf(base)} /XRefStm ${startxrefOf(hidden)} >>\n`;
    expect(refusalOf(`${body}${table}startxref\n${body.length}\n%%EOF\n`)).toBe('xref-conflict');
  });
});

const table = writePdf(TWO_PAGES);
const streamed = writePdf(TWO_PAGES, { xref: 'stream' });
const packed = writePdf(TWO_PAGES, { xref: 'stream', packed: [1, 2, 3, 4, 7] });
const objects = (changes: Record<number, string>, layout: Layout = {}): string => writePdf({ ...TWO_PAGES, ...changes }, layout);

/** Streams of which each one's /Length is the next one. */
function lengthsBehindStreams(count: number): Record<number, string> {
  return nested(count, (next) => stream('x').replace('/Length 1', `/Length ${next} 0 R`));
}

/** Objects 8, 9, …, each with the number of the next one in it. */
function nested(count: number, body: (next: number) => string): Record<number, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [8 + i, body(9 + i)]));
}

/** A replacement of another length before the newest cross-reference, which startxref then follows. */
function shifted(text: string, from: string, to: string): string {
  return text.replace(from, to).replace(/startxref\n\d+/, `startxref\n${startxrefOf(text) + to.length - from.length}`);
}

/** An object stream of three small objects whose table reads `8 0 9 2 10 4`. */
const tampered = (from: string, to: string): string =>
  objects({ 8: '1', 9: '2', 10: '3' }, { xref: 'stream', packed: [8, 9, 10], tamper: (data) => data.replace(from, to) });
const form = (fields: string, others: Record<number, string> = {}): string =>
  objects({ 1: `<< /Type /Catalog /Pages 2 0 R /AcroForm ${fields} >>`, ...others });

/** One rule of strictness a row: what is wrong, the file, the code it is refused with. */
const REFUSED: readonly (readonly [string, string, string])[] = [
  ['bytes before the header', `x${table}`, 'header'],
  ['no header', table.replace('%PDF-1.7', '%XDF-1.7'), 'header'],
  ['an unknown major version', table.replace('%PDF-1.7', '%PDF-3.0'), 'header'],
  ['nothing at all', '', 'header'],
  ['bytes after %%EOF', `${table}x`, 'end-of-file'],
  ['another word than %%EOF', table.replace('%%EOF', '%%EOX'), 'end-of-file'],
  ['a second %%EOF', `${table}%%EOF\n`, 'end-of-file'],
  ['no startxref', table.replace('startxref', 'startxxxx'), 'end-of-file'],
  ['a truncated end', table.slice(0, -20), 'end-of-file'],
  ['a startxref into nowhere', table.replace(/startxref\n\d+/, 'startxref\n9'), 'object-number'],
  ['a startxref past the end', table.replace(/startxref\n\d+/, 'startxref\n999999'), 'object-number'],
  ['an entry that stands twice in a table', table.replace('7 1\n', '6 1\n'), 'xref-duplicate'],
  ['an entry beyond /Size', table.replace('/Size 8', '/Size 7'), 'xref'],
  ['an entry past the end', objects({}, { entries: { 7: 9_999_999 } }), 'xref'],
  ['an entry of an unknown kind', table.replace('65535 f', '65535 x'), 'xref'],
  ['more entries than the file could hold', table.replace('0 1\n', '0 99999999\n'), 'xref'],
  ['an entry that leads to another object', objects({}, { entries: { 6: table.indexOf('5 0 obj') } }), 'object-number'],
  ['an entry that leads into an object', objects({}, { entries: { 6: table.indexOf('5 0 obj') + 8 } }), 'object-number'],
  ['an entry that leads to a comment', objects({ 5: `${stream('(x)')}\n% comment` }, { entries: { 6: 400 } }), 'object-number'],
  ['another generation in the entry', table.replace(/7 1\n(\d{10}) 00000/, '7 1\n$1 00001'), 'generation'],
  ['another generation in a reference', objects({ 3: '<< /Type /Page /Parent 2 0 R /Rotate 7 1 R >>' }), 'generation'],
  ['a key that stands twice', objects({ 7: '<< /Type /Font /Type /Font >>' }), 'duplicate-key'],
  ['a key that stands twice in disguise', objects({ 7: '<< /Type /Font /T#79pe /Font >>' }), 'duplicate-key'],
  ['a dictionary without its end', objects({ 7: '<< /Type /Font' }), 'syntax'],
  ['a key without a value', objects({ 7: '<< /Type /Font /Name >>' }), 'syntax'],
  ['a word that is no value', objects({ 7: 'nonsense' }), 'syntax'],
  ['a number with two points', objects({ 7: '1.2.3' }), 'syntax'],
  ['a string without its end', objects({ 7: '(never' }), 'syntax'],
  ['a hexadecimal string with another character', objects({ 7: '<12G4>' }), 'syntax'],
  ['two values in one object', objects({ 7: '1 2' }), 'syntax'],
  ['values nested too deep', objects({ 7: `${'['.repeat(200)}${']'.repeat(200)}` }), 'too-deep'],
  ['a stream shorter than its /Length', objects({ 5: stream('abc').replace('/Length 3', '/Length 6') }), 'stream-length'],
  ['a stream longer than its /Length', objects({ 5: stream('abc').replace('/Length 3', '/Length 2') }), 'stream-length'],
  ['a stream that reaches past the end', objects({ 5: stream('abc').replace('/Length 3', '/Length 300000') }), 'stream-length'],
  ['a stream without /Length', objects({ 5: stream('abc').replace('/Length 3', '') }), 'stream-length'],
  ['a /Length that is no number', objects({ 5: stream('abc').replace('/Length 3', '/Length 7 0 R') }), 'stream-length'],
  [
    'a /Length that lies in its own stream',
    objects({ 5: stream('abc').replace('/Length 3', '/Length 5 0 R') }),
    'reference-loop',
  ],
  ['an object that is nothing but a reference', objects({ 8: '7 0 R' }), 'reference-loop'],
  ['a /Length behind many streams', objects(lengthsBehindStreams(50)), 'reference-loop'],
  ['an object stream whose /N lies within itself', shifted(packed, '/N 5', '/N 7 0 R'), 'reference-loop'],
  ['a /Root that is not referred to', objects({}, { trailer: '/Root << /Type /Catalog >>' }), 'trailer'],
  ['a /Root that leads to nothing', objects({}, { trailer: '/Root 99 0 R' }), 'trailer'],
  [
    'a page twice in the tree',
    objects({ 2: '<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 /MediaBox [0 0 9 9] >>' }),
    'page-tree',
  ],
  ['a page tree in a circle', objects({ 4: '<< /Type /Pages /Kids [2 0 R] >>' }), 'page-tree'],
  ['a page with kids', objects({ 4: '<< /Type /Page /Kids [] /Parent 2 0 R >>' }), 'page-tree'],
  ['a page without a size', objects({ 2: '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>' }), 'page-tree'],
  ['a page turned by an odd angle', objects({ 4: '<< /Type /Page /Parent 2 0 R /Rotate 45 >>' }), 'page-tree'],
  [
    'a form field twice',
    objects({ 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [8 0 R 8 0 R] >> >>', 8: '<< /T (a) >>' }),
    'form-field',
  ],
  [
    'form fields in a circle',
    objects({ 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [8 0 R] >> >>', 8: '<< /T (a) /Kids [8 0 R] >>' }),
    'form-field',
  ],
  ['a form that is no dictionary', form('[]'), 'form-field'],
  ['form fields that are no list', form('<< /Fields 1 >>'), 'form-field'],
  ['a form field with an endless name', form('<< /Fields [8 0 R] >>', { 8: `<< /T (${'a'.repeat(2000)}) >>` }), 'form-field'],
  ['a form field that is not referred to', form('<< /Fields [<< /T (a) >>] >>'), 'form-field'],
  ['a form field that does not exist', form('<< /Fields [99 0 R] >>'), 'form-field'],
  [
    'a kid of a form field that is no dictionary',
    form('<< /Fields [8 0 R] >>', { 8: '<< /T (a) /Kids [7 0 R 9 0 R] >>', 9: '1' }),
    'form-field',
  ],
  [
    'form fields nested too deep',
    form(
      '<< /Fields [8 0 R] >>',
      nested(60, (next) => `<< /T (a) /Kids [${next} 0 R] >>`),
    ),
    'too-deep',
  ],
  [
    'a page tree nested too deep',
    objects({ 2: '<< /Type /Pages /Kids [8 0 R] >>', ...nested(60, (next) => `<< /Type /Pages /Kids [${next} 0 R] >>`) }),
    'too-deep',
  ],
  [
    'a page that is not referred to',
    objects({ 2: '<< /Type /Pages /Kids [<< /Type /Page /MediaBox [0 0 9 9] >>] >>' }),
    'page-tree',
  ],
  ['a page that does not exist', objects({ 2: '<< /Type /Pages /Kids [99 0 R] >>' }), 'page-tree'],
  ['a page tree whose kids are no list', objects({ 2: '<< /Type /Pages /Kids 3 0 R >>' }), 'page-tree'],
  ['a crop box of three numbers', objects({ 4: '<< /Type /Page /Parent 2 0 R /CropBox [0 0 9] >>' }), 'page-tree'],
  ['a null character in a name', objects({ 7: '/a#00b' }), 'syntax'],
  ['a name with half a hexadecimal number', objects({ 7: '/a#4' }), 'syntax'],
  ['a stream behind a carriage return alone', objects({ 5: stream('abc').replace('stream\n', 'stream\r') }), 'syntax'],
  [
    'a /Length behind a reference that is no number',
    objects({ 5: stream('abc').replace('/Length 3', '/Length 8 0 R'), 8: '-3' }),
    'stream-length',
  ],
  ['an object in another place of its object stream', tampered('8 0 9 2', '9 0 8 2'), 'object-number'],
  ['an object twice in an object stream', tampered('9 2', '8 2'), 'object-stream'],
  ['offsets in an object stream that do not rise', tampered('9 2', '9 0'), 'object-stream'],
  ['two values for one object of an object stream', tampered('\n3\n', '\n3 4'), 'object-stream'],
  ['an object stream whose /N is larger than itself', shifted(packed, '/N 5', '/N 99999'), 'object-stream'],
  [
    'an entry into an object that is no object stream',
    objects({}, { xref: 'stream', packed: [7] }).replace('/Type /ObjStm', '/Type /Xbject'),
    'object-stream',
  ],
  ['an object number beyond all limits', table.replace('7 1\n', '9999999 1\n'), 'too-large'],
  ['a /Size that is no whole number', table.replace('/Size 8', '/Size .8'), 'trailer'],
  ['no /Size', table.replace('/Size 8', '/Sise 8'), 'trailer'],
  ['a /Prev that is no offset', objects({}, { trailer: '/Root 1 0 R /Prev (x)' }), 'trailer'],
  [
    'a startxref to an object that is no cross-reference',
    table.replace(/startxref\n\d+/, `startxref\n${table.indexOf('7 0 obj')}`),
    'xref',
  ],
  ['a cross-reference stream with its filter elsewhere', streamed.replace('/Filter /FlateDecode', '/Filter 7 0 R      '), 'xref'],
  ['a cross-reference stream of four columns', streamed.replace('[1 4 2]', '[1 42 ]'), 'xref'],
  ['a cross-reference stream with columns too wide', streamed.replace('[1 4 2]', '[0 0 9]'), 'xref'],
  ['a cross-reference stream with half a pair in /Index', streamed.replace('[0 1 1 1', '[0 1 1  '), 'xref'],
  ['a cross-reference stream whose /Index is no list', streamed.replace('/Index [', '/Index 7['), 'syntax'],
  ['a cross-reference stream with a word in /Index', streamed.replace('[0 1 1 1', '[0 1 /11'), 'xref'],
  ['a stream whose data is in another file', streamed.replace('/Type /XRef', '/F (x)     '), 'filter'],
  ['a filter whose parameters are no dictionary', streamed.replace('<< /Predictor 12 /Columns 7 >>', '1'.padEnd(30)), 'filter'],
  ['a filter with a parameter that is no number', streamed.replace('/Columns 7', '/Columns 0'), 'filter'],
  ['two filters', streamed.replace('/Filter /FlateDecode', '/Filter [/Fl /Flate]'), 'filter'],
  ['a cross-reference stream with a byte too few', streamed.replace(/\/Index \[0 1/, '/Index [0 2'), 'xref'],
  ['a cross-reference stream with an unknown filter', streamed.replace('/Filter /FlateDecode', '/Filter /JBIG2Decode'), 'filter'],
  ['a cross-reference stream of another type', streamed.replace('/Type /XRef', '/Type /Xref'), 'xref'],
  ['an unknown predictor', streamed.replace('/Predictor 12', '/Predictor 2 '), 'filter'],
  ['an object stream of another type', packed.replace('/Type /ObjStm', '/Type /XbjStm'), 'object-stream'],
  ['an object stream with a wrong /First', packed.replace(/\/First \d+/, (entry) => '/First 1'.padEnd(entry.length)), 'syntax'],
  ['an object stream with more objects than it has', packed.replace('/N 5', '/N 9'), 'syntax'],
];

describe('is refused:', () => {
  it.each(REFUSED)('%s', (_, text, code) => {
    expect(refusalOf(text)).toBe(code);
  });

  it('a chain of cross-references that comes back to itself', () => {
    const first = writePdf(TWO_PAGES, { trailer: '/Root 1 0 R /Prev 0000000000' });
    const looped = appendObjects(first, { 7: '<< >>' });
    const text = looped.replace('/Prev 0000000000', `/Prev ${String(startxrefOf(looped)).padStart(10, '0')}`);
    expect(refusalOf(text)).toBe('xref-loop');
  });
});

describe('is refused before it costs much:', () => {
  it('more cross-reference sections than any file has', () => {
    let text = table;
    for (let i = 0; i < 1000; i++) text = appendObjects(text, {});
    expect(refusalOf(text)).toBe('too-large');
  });

  it('more objects and revisions together than can be compared in reasonable time', () => {
    const wide = writePdf({ ...TWO_PAGES, ...nested(25_000, () => '1') });
    let text = wide;
    for (let i = 0; i < 80; i++) text = appendObjects(text, {});
    expect(refusalOf(text)).toBe('too-large');
  });

  it('a literal string of megabytes', () => {
    expect(refusalOf(objects({ 7: `(${'x'.repeat(5_000_000)})` }))).toBe('too-large');
  });

  it('streams that unpack to more than the file may take', () => {
    const bomb = stream(textOf(zlibSync(new Uint8Array(30_000_000))), '/Filter /FlateDecode');
    const pdf = readPdf(bytesOf(objects({ 5: bomb, 6: bomb, 8: bomb, 9: bomb })));
    const decodeAll = (): void => {
      for (const number of [5, 6, 8, 9]) {
        const { value } = pdf.object(number) ?? {};
        if (value?.kind === 'stream') pdf.decode(value);
      }
    };
    expect(decodeAll).toThrow(expect.objectContaining({ code: 'too-large' }));
  });
});

describe('is read, for no two readers differ:', () => {
  const READ: readonly (readonly [string, string])[] = [
    ['white space after %%EOF', `${table}\n \r\n`],
    ['white space where an entry leads', objects({}, { entries: { 6: table.indexOf('6 0 obj') - 1 } })],
    ['a comment between values', objects({ 7: '<< /Type % comment\n /Font >>' })],
    ['entries of a table that end with one byte', table.replace(/ n \n/g, ' n\n')],
  ];
  it.each(READ)('%s', (_, text) => {
    expect(readAll(text.replace(/startxref\n\d+/, `startxref\n${text.lastIndexOf('xref\n0 1')}`)).pages()).toHaveLength(2);
  });
});

it('tells that a file is encrypted, and decodes nothing of it', () => {
  const pdf = readPdf(bytesOf(objects({ 8: '<< /Filter /Standard >>' }, { trailer: '/Root 1 0 R /Encrypt 8 0 R' })));
  expect(pdf.isEncrypted).toBe(true);
  const { value } = pdf.object(5) ?? {};
  expect(() => value?.kind === 'stream' && pdf.decode(value)).toThrow(expect.objectContaining({ code: 'encrypted' }));
});
