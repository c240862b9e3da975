import { compareRevisions } from '../../pdf/compare/compare-revisions.ts';
import { PdfFormatError } from '../../pdf/read/format-error.ts';
import { type Pdf, readPdf } from '../../pdf/read/pdf.ts';
import { readSignatures } from '../../pdf/read/signatures.ts';
import { readSignature, type SignatureReading } from './read-signature.ts';

/** All that the bytes alone tell. */
export interface DocumentReading {
  /** In the order of their revisions; malformed fields last. */
  readonly signatures: readonly SignatureReading[];
  readonly steps: readonly RevisionStep[];
}

/** From one signed revision to the next, or to the end of the file. */
export interface RevisionStep {
  readonly from: number;
  readonly end: number;
  readonly comparison: ReturnType<typeof compareRevisions>;
}

/** Why the file as a whole cannot be read. */
export interface UnreadableDocument {
  readonly unreadable: string;
}

export async function readDocument(bytes: Uint8Array): Promise<DocumentReading | UnreadableDocument> {
  try {
    const pdf = readPdf(bytes);
    if (pdf.isEncrypted) return { unreadable: 'the file is encrypted' };
    const fields = readSignatures(pdf);
    const signatures = await Promise.all(fields.map((field) => readSignature(pdf, field)));
    return { signatures, steps: compareSteps(pdf, signatures) };
  } catch (error) {
    if (error instanceof PdfFormatError) return { unreadable: error.message };
    throw error;
  }
}

function compareSteps(pdf: Pdf, signatures: readonly SignatureReading[]): RevisionStep[] {
  const signed = signatures.flatMap(({ field }) => (field.malformed === undefined ? [field.revision] : []));
  const revisions = signed.some(({ end }) => end === pdf.end) ? signed : [...signed, pdf];
  return revisions.slice(1).flatMap((later, index) => {
    const earlier = revisions[index];
    if (earlier === undefined || earlier.end === later.end) return [];
    return [{ from: earlier.end, end: later.end, comparison: compareRevisions(earlier, later) }];
  });
}
