import { grayscale } from 'pdf-lib';
import { Sheet } from './sheet.ts';

const PARAGRAPHS = [
  'Notice is hereby given that the City of Springfield Data Bureau, under Section 4 of the Open Records Ordinance, adopts the Schedule of Public Data Sets for the year 2026.',
  'From 1 February 2026 the data sets named in the Schedule are published at no charge and may be used by anyone for any purpose. Data from which a person can be identified is not part of the Schedule.',
  'Objections may be filed in writing with the Clerk of the Bureau, 1 Example Square, Springfield, within thirty days of the date of this notice. They are heard in public session on 9 March 2026 at 10 a.m.',
];
const SCHEDULE = [
  ['A-1', 'Air quality, hourly, all stations'],
  ['A-2', 'Bus and tram positions, every ten seconds'],
  ['B-1', 'Building permits granted, without applicants’ names'],
  ['B-2', 'Budget and spending by department, monthly'],
] as const;

/** A public notice in English. */
export async function makeEnglishNotice(): Promise<Uint8Array> {
  const sheet = await Sheet.create('Public Notice 2026-005', 'en-US', [
    '@fontsource/noto-serif/files/noto-serif-latin-WEIGHT-normal.woff',
  ]);
  const [left, right, middle] = [76, 520, 297.6];
  const size = 11.5;
  sheet.writeCentred('CITY OF SPRINGFIELD', middle, 772, { size: 20, bold: true });
  sheet.writeCentred('Data Bureau', middle, 750, { size: 13 });
  sheet.rule(left, 736, right, 1.4);
  sheet.rule(left, 733, right, 0.4);
  sheet.writeCentred('PUBLIC NOTICE', middle, 690, { size: 17, bold: true });
  sheet.writeCentred('No. 2026-005', middle, 670, { size });
  let y = 632;
  for (const paragraph of PARAGRAPHS) y = sheet.writeParagraph(paragraph, y, { left, width: right - left, size }) - 8;
  sheet.write('Schedule', left, y - 4, { size: 12.5, bold: true });
  y -= 28;
  for (const [number, title] of SCHEDULE) {
    sheet.write(number, left + 8, y, { size, bold: true });
    sheet.write(title, left + 52, y, { size });
    sheet.rule(left, y - 7, right, 0.3);
    y -= 24;
  }
  sheet.write('Given at Springfield, 5 January 2026', left, 186, { size });
  sheet.write('Jane Example', left, 138, { size, bold: true });
  sheet.write('Director, City of Springfield Data Bureau', left, 122, { size: 10 });
  sheet.write('Sample document, without legal effect', left, 60, { size: 8, color: grayscale(0.5) });
  return sheet.toBytes();
}
