import { PDFDocument, StandardFonts } from 'pdf-lib';

/** A small PDF with this text on its one page; another text, another file. */
export async function samplePdf(text = 'A letter'): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const page = document.addPage([595, 842]);
  page.drawText(text, { x: 60, y: 760, size: 18, font: await document.embedFont(StandardFonts.Helvetica) });
  return document.save({ useObjectStreams: false });
}
