import { expect, test } from 'vitest';
import { pageAreas } from '../../../src/pdf/intake/page-areas.ts';
import { readPdf } from '../../../src/pdf/read/pdf.ts';
import { bytesOf, type Objects, TWO_PAGES, writePdf } from '../../support/pdf-builder.ts';

const areas = (objects: Objects) => pageAreas(readPdf(bytesOf(writePdf({ ...TWO_PAGES, ...objects }))));
const page = (entries: string) => `<< /Type /Page /Parent 2 0 R /Contents 5 0 R ${entries} >>`;
const form = '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [8 0 R] >> >>';

test('what is shown of each page, turned as it is', () => {
  expect(areas({ 3: page('/CropBox [10 390 290 -5]') })).toEqual([
    { cropBox: [10, 0, 290, 390], rotate: 0, taken: [] },
    { cropBox: [0, 0, 300, 400], rotate: 90, taken: [] },
  ]);
});

test.each([
  ['signature on this page', '<< /FT /Sig /T (s) /Rect [10 10 60 40] >>', [[10, 10, 60, 40]]],
  ['signature with its widget apart', '<< /FT /Sig /T (s) /Kids [9 0 R] >>', [[70, 10, 99, 40]]],
  ['invisible signature', '<< /FT /Sig /T (s) /Rect [0 0 0 0] >>', []],
  ['text field', '<< /FT /Tx /T (s) /Rect [10 10 60 40] >>', []],
])('the place that a %s takes', (_, field, taken) => {
  const objects = { 1: form, 3: page('/Annots [8 0 R 9 0 R]'), 8: field, 9: '<< /Subtype /Widget /Rect [70 10 99 40] >>' };
  expect(areas(objects).map((area) => area.taken)).toEqual([taken, []]);
});
