import { describe, expect, test } from 'vitest';
import { makeSample } from '../../../scripts/samples/make-sample.ts';
import { inspectPdf } from '../../../src/pdf/intake/inspect.ts';
import type { IntakeCode } from '../../../src/pdf/intake/rules.ts';
import { readPdf } from '../../../src/pdf/read/pdf.ts';
import { bytesOf, type Layout, type Objects, stream, TWO_PAGES, writePdf } from '../../support/pdf-builder.ts';

const inspect = (objects: Objects, layout?: Layout) =>
  inspectPdf(readPdf(bytesOf(writePdf({ ...TWO_PAGES, ...objects }, layout))));
const catalog = (entries: string) => `<< /Type /Catalog /Pages 2 0 R ${entries} >>`;
const page = (entries: string) => `<< /Type /Page /Parent 2 0 R /Contents 5 0 R ${entries} >>`;
const link = (action: string) => `/Annots [<< /Type /Annot /Subtype /Link /Rect [1 1 9 9] /A ${action} >>]`;
const field = (entries: string) => `<< /Type /Annot /Subtype /Widget /FT /Tx /T (n) /Rect [1 1 9 9] ${entries} >>`;
const script = (text: string) => `<< /S /JavaScript /JS (${text}) >>`;

type Expected = readonly [IntakeCode, page?: number];

/** A document, what stands against sealing it, and why. */
const CASES: readonly { readonly what: string; readonly objects: Objects; readonly found: readonly Expected[] }[] = [
  { what: 'nothing', objects: {}, found: [] },

  { what: 'a script in a link', objects: { 4: page(link(script('app.alert\\(1\\)'))) }, found: [['javascript', 2]] },
  {
    what: 'a script by name, run when the document is opened',
    objects: { 1: catalog(`/Names << /JavaScript << /Names [(a) ${script('1')}] >> >>`) },
    found: [['javascript']],
  },
  {
    what: 'a script in a stream',
    objects: { 3: page(link('<< /S /JavaScript /JS 8 0 R >>')), 8: stream('1') },
    found: [['javascript', 1]],
  },
  {
    what: 'a script behind a harmless action',
    objects: { 3: page(link(`<< /S /GoTo /D [3 0 R /Fit] /Next ${script('1')} >>`)) },
    found: [['javascript', 1]],
  },
  {
    what: 'a rendition with a script',
    objects: { 3: page(link('<< /S /Rendition /OP 0 /JS (1) >>')) },
    found: [['javascript', 1]],
  },
  {
    what: "a form editor's own formatting call",
    objects: {
      3: page(
        `/Annots [${field(`/AA << /F ${script('AFDate_FormatEx\\("dd.mm.yyyy"\\);')} /K ${script('AFNumber_Keystroke\\(0, 0, 0, 0, "", true\\);')} >>`)}]`,
      ),
    },
    found: [],
  },
  ...[
    'AFDate_FormatEx\\("d"\\); app.alert\\(1\\)',
    'AFDate_FormatEx\\(eval\\("1"\\)\\)',
    'AFDate_FormatEx\\(eval`1`\\)',
    'AFSimple_Calculate\\("SUM", "a"\\)',
  ].map((text) => ({
    what: `a script that only begins like one: ${text}`,
    objects: { 3: page(`/Annots [${field(`/AA << /F ${script(text)} >>`)}]`) },
    found: [
      ['automatic-action', 1],
      ['javascript', 1],
    ] as const,
  })),
  {
    what: 'a script that is like one as far as a reader of its beginning gets',
    objects: { 3: page(link(script(`AFDate_FormatEx\\("d"\\);${' '.repeat(2000)}app.alert\\(1\\)`))) },
    found: [['javascript', 1]],
  },

  { what: 'a page to open at', objects: { 1: catalog('/OpenAction [3 0 R /Fit]') }, found: [] },
  { what: 'an action that opens at a page', objects: { 1: catalog('/OpenAction << /S /GoTo /D [3 0 R /Fit] >>') }, found: [] },
  {
    what: 'an address to open',
    objects: { 1: catalog('/OpenAction << /S /URI /URI (http://x) >>') },
    found: [['automatic-action']],
  },
  { what: 'an address in a link', objects: { 3: page(link('<< /S /URI /URI (http://x) >>')) }, found: [] },
  {
    what: 'something to do when a page is shown',
    objects: { 4: page('/AA << /O << /S /Hide /T (n) >> >>') },
    found: [['automatic-action', 2]],
  },

  { what: 'a program to start', objects: { 3: page(link('<< /S /Launch /F (x.exe) >>')) }, found: [['launch-action', 1]] },
  { what: 'data to import', objects: { 3: page(link('<< /S /ImportData /F (x.fdf) >>')) }, found: [['launch-action', 1]] },
  { what: 'data to send', objects: { 3: page(link('<< /S /SubmitForm /F (http://x) >>')) }, found: [['launch-action', 1]] },

  { what: 'content in another file', objects: { 5: stream('', '/F (other.bin)') }, found: [['external-content', 1]] },
  {
    what: "another file's page",
    objects: {
      3: page('/Resources << /XObject << /X 8 0 R >> >>'),
      8: stream('', '/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Ref << /F (o.pdf) /Page 0 >>'),
    },
    found: [['external-content', 1]],
  },

  {
    what: 'an XFA form',
    objects: { 1: catalog('/AcroForm << /Fields [] /XFA 8 0 R >>'), 8: stream('<xdp/>') },
    found: [['xfa']],
  },
  {
    what: 'fields drawn by the reader',
    objects: { 1: catalog('/AcroForm << /Fields [8 0 R] /NeedAppearances true >>'), 8: field('') },
    found: [['need-appearances']],
  },
  { what: 'no fields to draw', objects: { 1: catalog('/AcroForm << /Fields [] /NeedAppearances true >>') }, found: [] },

  {
    what: 'a layer that is hidden',
    objects: { 1: catalog('/OCProperties << /OCGs [8 0 R] /D << /OFF [8 0 R] >> >>'), 8: '<< /Type /OCG /Name (a) >>' },
    found: [['hidden-layer']],
  },
  {
    what: 'layers hidden at first',
    objects: { 1: catalog('/OCProperties << /OCGs [8 0 R] /D << /BaseState /OFF >> >>'), 8: '<< /Type /OCG /Name (a) >>' },
    found: [['hidden-layer']],
  },
  {
    what: 'layers that are all shown',
    objects: { 1: catalog('/OCProperties << /OCGs [8 0 R] /D << /OFF [] >> >>'), 8: '<< /Type /OCG /Name (a) >>' },
    found: [],
  },
  { what: 'a collection of files', objects: { 1: catalog('/Collection << /Type /Collection >>') }, found: [['portfolio']] },

  {
    what: 'a certification signature',
    objects: {
      1: catalog('/AcroForm << /Fields [8 0 R] /SigFlags 3 >> /Perms << /DocMDP 9 0 R >>'),
      8: '<< /FT /Sig /T (c) /V 9 0 R >>',
      9: '<< /Type /Sig /Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /P 2 >> >>] >>',
    },
    found: [['certified']],
  },
  {
    what: 'a signature that locks the document',
    objects: {
      1: catalog('/AcroForm << /Fields [8 0 R] >>'),
      8: '<< /FT /Sig /T (c) /Lock << /Type /SigFieldLock /Action /All /P 1 >> >>',
    },
    found: [['certified']],
  },

  { what: 'no page', objects: { 2: '<< /Type /Pages /Kids [] /Count 0 >>' }, found: [['no-pages']] },
  { what: 'a page without area', objects: { 4: page('/MediaBox [0 0 0 9]') }, found: [['page-box', 2]] },
  { what: 'a page without a box', objects: { 2: '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>' }, found: [['unreadable']] },
  {
    what: 'several things at once',
    objects: {
      1: catalog('/OpenAction << /S /Launch /F (x) >> /Collection << >>'),
      3: page(link(script('1'))),
      4: page(link(script('2'))),
    },
    found: [['portfolio'], ['javascript', 1], ['javascript', 2], ['launch-action'], ['automatic-action']],
  },
];

describe('inspectPdf', () => {
  test.each(CASES)('$what', ({ objects, found }) => {
    const expected = found.map(([code, page]) => (page === undefined ? { code } : { code, page }));
    const findings = inspect(objects).map(({ code, page }) => (page === undefined ? { code } : { code, page }));
    expect(findings.toSorted(byCode)).toEqual(expected.toSorted(byCode));
  });

  test('an encrypted file, whatever else it holds', () => {
    const findings = inspect({ 3: page(link(script('1'))) }, { trailer: '/Root 1 0 R /Encrypt << /Filter /Standard >>' });
    expect(findings.map(({ code }) => code)).toEqual(['encrypted']);
  });

  test('an object that is not where the cross-reference says', () => {
    const findings = inspect({ 3: page('/Annots [8 0 R]'), 8: field('') }, { entries: { 8: 3 } });
    expect(findings).toEqual([{ code: 'unreadable', page: 1, message: expect.stringContaining('(byte 3)') }]);
  });

  test.each(['zh', 'vi', 'en'] as const)('nothing in the sample in %s', async (language) => {
    expect(inspectPdf(readPdf(await makeSample(language)))).toEqual([]);
  });

  test('every message says what to do', () => {
    for (const { message } of inspect({ 3: page(link(script('1'))), 1: catalog('/Collection << >>') }))
      expect(message).toMatch(/; \w+/);
  });
});

const byCode = (a: { code: string; page?: number }, b: { code: string; page?: number }): number =>
  a.code.localeCompare(b.code) || (a.page ?? 0) - (b.page ?? 0);
