import { describe, expect, it } from 'vitest';
import { sha256 } from '#sha256';
import { readPdf } from '../../../src/pdf/read/pdf.ts';
import { readSignatures, type SignatureField, signedRanges } from '../../../src/pdf/read/signatures.ts';
import {
  appendObjects,
  bytesOf,
  flate,
  type Layout,
  sizeOf,
  stream,
  TWO_PAGES,
  textOf,
  writePdf,
} from '../../support/pdf-builder.ts';
import { appendSignature, FAKE_CMS } from '../../support/signed-pdf.ts';

const base = writePdf(TWO_PAGES);
const signed = appendSignature(base);

function only(text: string): SignatureField {
  const [signature, ...others] = readSignatures(readPdf(bytesOf(text)));
  if (!signature || others.length > 0) throw new Error(`expected one signature, not ${others.length + (signature ? 1 : 0)}`);
  return signature;
}

function wellFormed(text: string) {
  const signature = only(text);
  if (signature.malformed !== undefined) throw new Error(signature.malformed);
  return signature;
}

describe('a signature', () => {
  it.each<[string, Layout]>([
    ['a cross-reference table', {}],
    ['a cross-reference stream', { xref: 'stream' }],
  ])('is read in a file with %s', (_, layout) => {
    const text = appendSignature(writePdf(TWO_PAGES, layout), layout);
    expect(wellFormed(text)).toMatchObject({
      name: 'Seal-1',
      subFilter: 'ETSI.CAdES.detached',
      documentId: '00112233445566778899aabbccddeeff',
      coverage: 'entire-file',
      revisionEnd: text.length,
      page: 0,
      rect: [10, 10, 60, 40],
    });
  });

  it('covers all but its /Contents', async () => {
    const { byteRange, contents } = wellFormed(signed);
    const ranges = signedRanges(readPdf(bytesOf(signed)), byteRange);
    expect(ranges.map(textOf).join('')).toBe(signed.replace(/<3006[0-9a-f]*>/, ''));
    expect(signed.slice(contents.span.start, contents.span.end)).toMatch(/^<3006[0-9a-f]*>$/);
    expect(await sha256(ranges)).toEqual(await sha256([bytesOf(ranges.map(textOf).join(''))]));
  });

  it('holds its CMS without the padding', () => {
    const { contents } = wellFormed(signed);
    expect(Array.from(contents.der, (byte) => byte.toString(16).padStart(2, '0')).join('')).toBe(FAKE_CMS);
    expect(contents.isCanonical).toBe(true);
  });

  it.each([
    ['upper-case digits', FAKE_CMS.toUpperCase()],
    ['something in the padding', `${FAKE_CMS}0001`],
    ['white space', `${FAKE_CMS} 00`],
    ['half a byte', `${FAKE_CMS}000`],
  ])('is not canonical with %s in /Contents', (_, contents) => {
    expect(wellFormed(appendSignature(base, { contents })).contents.isCanonical).toBe(false);
  });

  it('covers its own revision once something follows', () => {
    const later = appendObjects(signed, { 99: '<< >>' });
    expect(wellFormed(later)).toMatchObject({ coverage: 'entire-revision', revisionEnd: signed.length });
    expect(wellFormed(later).revision.end).toBe(signed.length);
  });

  it('stands in the order of revisions', () => {
    const field = sizeOf(base) + 1;
    const twice = appendSignature(signed, { name: 'Seal-2', fields: `${field} 0 R` });
    expect(readSignatures(readPdf(bytesOf(twice))).map(({ name, coverage }) => [name, coverage])).toEqual([
      ['Seal-1', 'entire-revision'],
      ['Seal-2', 'entire-file'],
    ]);
  });

  it('is not there in a text field', () => {
    const text = appendObjects(base, {
      1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [8 0 R] >> >>',
      8: '<< /FT /Tx /T (text) /V << /Type /Sig >> >>',
    });
    expect(readSignatures(readPdf(bytesOf(text)))).toEqual([]);
  });

  it('is not there in a field without a value', () => {
    const text = appendObjects(base, {
      1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [8 0 R] >> >>',
      8: '<< /FT /Sig /T (empty) >>',
    });
    expect(readSignatures(readPdf(bytesOf(text)))).toEqual([]);
  });
});

const size = sizeOf(base);
const reason = (text: string): string | undefined => only(text).malformed;
const range = (
  text: string,
  change: (numbers: readonly [number, number, number, number]) => readonly (number | string)[],
): string =>
  text.replace(/\/ByteRange \[(\d+) (\d+) (\d+) (\d+) *\]/, (whole, ...groups) => {
    const numbers = groups.slice(0, 4).map(Number) as [number, number, number, number];
    return change(numbers)
      .join(' ')
      .padEnd(whole.length - 13)
      .replace(/^.*$/, '/ByteRange [$&]');
  });

describe('a signature is malformed', () => {
  it.each<[string, string, RegExp]>([
    ['if its ByteRange begins behind 0', range(signed, ([, b, c, d]) => [1, b - 1, c, d]), /begins at 1/],
    ['if its ByteRange has five numbers', range(signed, ([a, b, c, d]) => [a, b, c, d, 0]), /not four/],
    ['if its ByteRange has a fraction', range(signed, ([a, b, c, d]) => [a, b, c, `${d}.0`]), /not four/],
    ['if its ByteRange has a negative number', range(signed, ([a, b, c]) => [a, b, c, -1]), /not four/],
    ['if its ranges overlap', range(signed, ([a, b, , d]) => [a, b, b - 10, d]), /overlap/],
    ['if its ByteRange ends past the file', range(signed, ([a, b, c, d]) => [a, b, c, d + 1]), /ends at/],
    ['if the gap begins before /Contents', range(signed, ([a, b, c, d]) => [a, b - 1, c, d]), /leaves out/],
    ['if the gap leaves the delimiters in', range(signed, ([a, b, c, d]) => [a, b + 1, c - 1, d]), /leaves out/],
    ['if the gap ends behind /Contents', range(signed, ([a, b, c, d]) => [a, b, c + 1, d - 1]), /leaves out/],
    ['if the signed bytes are no PDF by themselves', range(signed, ([a, b, c, d]) => [a, b, c, d - 30]), /%%EOF/],
    ['without a ByteRange (USF)', signed.replace('/ByteRange', '/XyteRange'), /not four/],
    ['without /Contents (USF)', signed.replace('/Contents <', '/Xontents <'), /no hexadecimal string/],
    ['with a literal /Contents', signed.replace(/\/Contents <([0-9a-f]*)>/, '/Contents ($1)'), /no hexadecimal string/],
    ['with a /Contents that does not begin with DER', signed.replace('<3006', '<3106'), /SEQUENCE/],
    ['with a /Contents shorter than its DER', signed.replace('<3006', '<307f'), /ends before/],
  ])('%s', (_, text, why) => {
    expect(reason(text)).toMatch(why);
  });

  it('if its dictionary is packed in an object stream', () => {
    expect(reason(appendSignature(base, { xref: 'stream', packed: [size] }))).toMatch(/does not stand in the file's body/);
  });

  it("if its dictionary is the field's own", () => {
    const direct = {
      [size + 1]:
        `<< /FT /Sig /T (Seal-1) /V << /Type /Sig /ByteRange [0 0000000001 0000000002 0000000003] /Contents <${FAKE_CMS}> >> >>`,
    };
    expect(reason(appendSignature(base, { objects: direct }))).toMatch(/no object of its own/);
  });

  it('if two fields share it', () => {
    const fields = `[${size + 1} 0 R ${size + 3} 0 R]`;
    const shared = appendSignature(base, {
      objects: {
        1: `<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields ${fields} >> >>`,
        [size + 3]: `<< /FT /Sig /T (Other) /V ${size} 0 R >>`,
      },
    });
    expect(readSignatures(readPdf(bytesOf(shared))).map(({ malformed }) => malformed)).toEqual(
      Array(2).fill('two fields share one signature dictionary'),
    );
  });

  it('if its field was put on it later', () => {
    const later = appendObjects(signed, { [size + 1]: `<< /FT /Sig /T (Renamed) /V ${size} 0 R >>` });
    expect(reason(later)).toMatch(/no field Renamed/);
  });

  it('if its dictionary was written anew later (SWA)', () => {
    const [dictionary] = signed.match(/<< \/Type \/Sig [\s\S]*?>> *(?=\nendobj)/) ?? [''];
    expect(reason(appendObjects(signed, { [size]: dictionary }))).toMatch(/leaves out/);
  });

  it("if its field held another's signature when it was signed", () => {
    const twice = appendSignature(signed, { name: 'Seal-2', fields: `${size + 1} 0 R` });
    const second = sizeOf(signed);
    const swapped = appendObjects(twice, {
      1: `<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [${size + 1} 0 R] >> >>`,
      [size + 1]: `<< /FT /Sig /T (Seal-1) /V ${second} 0 R >>`,
    });
    expect(reason(swapped)).toMatch(/another signature in this field/);
  });

  it("if its /Contents stands in another signature's gap", () => {
    const inner = appendSignature(base, { name: 'Inner' });
    const wrapped = appendSignature(inner, { name: 'Outer', fields: `${size + 1} 0 R` });
    const { start } = wellFormed(inner).contents.span;
    const at = wrapped.lastIndexOf('/ByteRange');
    const text = wrapped.slice(0, at) + range(wrapped.slice(at), ([a, , c, d]) => [a, start, c, d]);
    expect(readSignatures(readPdf(bytesOf(text))).map(({ name, malformed }) => [name, malformed === undefined])).toEqual([
      ['Inner', true],
      ['Outer', false],
    ]);
  });
});

describe('the drawing of a seal', () => {
  const mark = '1 0 0 rg 0 0 30 30 re f';
  const qr = '0 g 0 0 20 20 re f';
  const form = (data: string, width: number, height: number, entries = ''): string =>
    stream(data, `/Type /XObject /Subtype /Form /BBox [0 0 ${width} ${height}] ${entries}`);
  const content = 'q 1 0 0 1 0 0 cm /Mark Do Q\nq 1 0 0 1 30 5 cm /Qr Do Q\n';
  const resources = `/Resources << /XObject << /Mark ${size + 3} 0 R /Qr ${size + 4} 0 R >> >>`;
  const drawing = (parts: { content?: string; entries?: string; mark?: string; qr?: string; box?: string } = {}): string => {
    return appendSignature(base, {
      objects: {
        [size + 2]: stream(
          parts.content ?? content,
          `/Subtype /Form /BBox [${parts.box ?? '0 0 50 30'}] ${parts.entries ?? resources}`,
        ),
        [size + 3]: parts.mark ?? form(mark, 30, 30),
        [size + 4]: parts.qr ?? form(flate(qr), 20, 20, '/Filter /FlateDecode'),
      },
    });
  };

  it('is its mark and its QR block, decoded', () => {
    const { appearance } = wellFormed(drawing());
    expect(appearance && [textOf(appearance.mark.content), textOf(appearance.qr.content)]).toEqual([mark, qr]);
    expect(appearance).toMatchObject({
      mark: { width: 30, height: 30, x: 0, y: 0, scale: 1 },
      qr: { width: 20, height: 20, x: 30, y: 5, scale: 1 },
    });
  });

  it.each<[string, string]>([
    ['draws the mark twice', drawing({ content: content.replace('Qr', 'Mark') })],
    ['draws something else', drawing({ content: `${content}0 0 1 1 re f` })],
    ['draws only one of them', drawing({ content: 'q 1 0 0 1 0 0 cm /Mark Do Q' })],
    ['squeezes the mark', drawing({ content: content.replace('1 0 0 1 0 0', '1 0 0 .5 0 0') })],
    ['mirrors the mark', drawing({ content: content.replace('1 0 0 1 0 0', '-1 0 0 -1 0 0') })],
    ['cuts a part off', drawing({ box: '0 0 40 30' })],
    ['claims more of the page than it draws on', drawing({ box: '0 0 500 300' })],
    ['is hidden by optional content', drawing({ mark: form(mark, 30, 30, '/OC 7 0 R') })],
    ['is moved by a matrix', drawing({ mark: form(mark, 30, 30, '/Matrix [1 0 0 1 99 0]') })],
    ['uses resources', drawing({ mark: form(mark, 30, 30, '/Resources << /Font << /F1 7 0 R >> >>') })],
    ['has a filter that is not understood', drawing({ qr: form('', 20, 20, '/Filter /ASCIIHexDecode') })],
    ['is turned by an odd angle', drawing({ entries: `/Matrix [.7 .7 -.7 .7 0 0] ${resources}` })],
    ['has a box that does not begin at its origin', drawing({ mark: form(mark, 30, 30).replace('[0 0 30 30]', '[5 0 30 30]') })],
    ['is long', drawing({ content: `${content}${' '.repeat(1000)}` })],
    [
      'has another resource',
      drawing({ entries: `/Resources << /XObject << /Mark ${size + 3} 0 R /Qr ${size + 4} 0 R /X 7 0 R >> >>` }),
    ],
  ])('is not one of ours if it %s', (_, text) => {
    expect(wellFormed(text).appearance).toBeUndefined();
  });
});
