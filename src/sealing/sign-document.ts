import { sha256 } from '#sha256';
import { markForm } from '../appearance/draw-mark.ts';
import { drawQrBlock } from '../appearance/draw-qr-block.ts';
import { type Placement, placeSeal } from '../appearance/place.ts';
import type { Custody } from '../custody/port.ts';
import { leafOf } from '../merkle/leaf.ts';
import { Refusal } from '../model/errors.ts';
import { type Digest, type DocumentId, type Leaf, type SealId, toHex, ZERO_DIGEST } from '../model/identifiers.ts';
import type { SealingRecord } from '../model/sealing-record.ts';
import { appendSignature, type PreparedRevision } from '../pdf/append/append-signature.ts';
import { fillContents } from '../pdf/append/fill-contents.ts';
import { inspectPdf } from '../pdf/intake/inspect.ts';
import { pageAreas } from '../pdf/intake/page-areas.ts';
import { PdfFormatError } from '../pdf/read/format-error.ts';
import { type Pdf, readPdf } from '../pdf/read/pdf.ts';
import { leafOfLastSeal } from './earlier-seals.ts';
import { requireSelfCheck } from './self-check.ts';

export interface SigningRequest {
  /** Minted, and stored, before anything else. */
  readonly documentId: DocumentId;
  readonly sealId: SealId;
  readonly file: Uint8Array;
  readonly documentType: string;
  readonly placement?: Placement;
}

/** Signed, and not recorded on chain yet: to be handed out only with its receipt. */
export interface SignedDocument {
  readonly documentId: DocumentId;
  readonly record: SealingRecord;
  readonly leaf: Leaf;
  /** The original bytes with the signed increment. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** SignedData, DER, without a receipt. */
  readonly cms: Uint8Array;
  /** The gap in the ByteRange, delimiters included. */
  readonly contents: { readonly start: number; readonly end: number };
}

export interface SigningEnvironment {
  readonly custody: Custody;
  /** Where the QR code leads: `<publicUrl>/r/<documentId>`. */
  readonly publicUrl: string;
  readonly now: () => Date;
}

/**
 * Seals a PDF up to its anchoring: an incremental update with the visible seal and a PAdES signature whose record is signed.
 * Throws `Refusal`: `pdf-not-sealable` with every finding at once; the codes of placing, of earlier seals and of custody.
 */
export async function signDocument(request: SigningRequest, environment: SigningEnvironment): Promise<SignedDocument> {
  const { prepared, previousLeaf } = await prepare(request, environment).catch(refuseUnreadable);
  const record: SealingRecord = {
    version: 1,
    documentId: request.documentId,
    documentDigest: await digestOf(prepared),
    sealId: request.sealId,
    documentType: request.documentType,
    validUntil: 0,
    previousLeaf,
    approvalDigest: ZERO_DIGEST,
    metadataRoot: ZERO_DIGEST,
  };
  const cms = await environment.custody.signSealing(record);
  fillContents(prepared.bytes, prepared.contents, cms);
  await requireSelfCheck(prepared.bytes, record, request.file.length);
  return {
    documentId: request.documentId,
    record,
    leaf: leafOf(record),
    bytes: prepared.bytes,
    cms,
    contents: prepared.contents,
  };
}

async function prepare(request: SigningRequest, environment: SigningEnvironment) {
  const pdf = readPdf(request.file);
  const findings = inspectPdf(pdf);
  if (findings.length > 0) throw notSealable(findings);
  return { previousLeaf: await leafOfLastSeal(pdf), prepared: await appendVisibleSeal(pdf, request, environment) };
}

function refuseUnreadable(error: unknown): never {
  if (error instanceof PdfFormatError) throw notSealable([{ code: 'unreadable', message: error.message }]);
  throw error;
}

const notSealable = (findings: readonly { readonly code: string; readonly message: string; readonly page?: number }[]) =>
  new Refusal('pdf-not-sealable', 'The file cannot be sealed as it is; the findings say why and what to do.', { findings });

async function appendVisibleSeal(
  pdf: Pdf,
  { documentId, sealId, placement }: SigningRequest,
  { custody, publicUrl, now }: SigningEnvironment,
): Promise<PreparedRevision> {
  const mark = markForm((await custody.material(sealId)).mark);
  const qr = drawQrBlock(`${publicUrl}/r/${documentId}`);
  const { page, rect } = placeSeal(pageAreas(pdf), mark, qr, placement);
  return appendSignature(pdf, { documentId, fieldName: `Seal-${documentId}`, page, rect, mark, qr, signedAt: now() });
}

async function digestOf({ bytes, byteRange: [start, first, second, length] }: PreparedRevision): Promise<Digest> {
  return toHex(await sha256([bytes.subarray(start, first), bytes.subarray(second, second + length)])) as Digest;
}
