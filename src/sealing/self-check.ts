import { sha256 } from '#sha256';
import { parseSealSignature } from '../cms/parse-signed-data.ts';
import { verifySignature } from '../cms/verify-signature.ts';
import { leafOf } from '../merkle/leaf.ts';
import { Refusal } from '../model/errors.ts';
import { toHex, ZERO_DIGEST } from '../model/identifiers.ts';
import type { SealingRecord } from '../model/sealing-record.ts';
import { compareRevisions } from '../pdf/compare/compare-revisions.ts';
import { readPdf } from '../pdf/read/pdf.ts';
import { readSignatures, signedRanges } from '../pdf/read/signatures.ts';

/**
 * Reads the result as a verifier would, before anything about it is recorded. What fails here is a defect of ours or of custody,
 * and such a file is not sealed: `Refusal` `self-check-failed`. `originalLength`: of the file before this seal.
 */
export async function requireSelfCheck(bytes: Uint8Array, record: SealingRecord, originalLength: number): Promise<void> {
  const mistake = await findMistake(bytes, record, originalLength).catch((error: unknown) => String(error));
  if (mistake === undefined) return;
  throw new Refusal(
    'self-check-failed',
    `Sealed, this file would not verify: ${mistake}. It was not recorded; print it to a new PDF.`,
  );
}

async function findMistake(bytes: Uint8Array, record: SealingRecord, originalLength: number): Promise<string | undefined> {
  const pdf = readPdf(bytes);
  if (record.previousLeaf !== ZERO_DIGEST && compareRevisions(readPdf(bytes, originalLength), pdf).changes !== 'permitted') {
    return 'the increment is not one that may follow a seal';
  }
  const field = readSignatures(pdf).find(({ documentId }) => documentId === record.documentId);
  if (field?.malformed !== undefined || field?.coverage !== 'entire-file') return 'the signature does not cover the file';
  if (!field.contents.isCanonical || !field.appearance) return 'the seal is not written as docs/formats.md says';
  const signature = parseSealSignature(field.contents.der);
  if (!signature || leafOf(signature.record) !== leafOf(record)) return 'the CMS holds another record';
  if (toHex(await sha256(signedRanges(pdf, field.byteRange))) !== record.documentDigest) return 'the signed digest is another';
  if (signature.weakAlgorithm || !(await verifySignature(signature))) return 'the signature does not verify';
  return undefined;
}
