import { sha256 } from '#sha256';
import { CmsFormatError } from '../../cms/cms-format-error.ts';
import { parseSealSignature, type SealSignature } from '../../cms/parse-signed-data.ts';
import { verifySignature } from '../../cms/verify-signature.ts';
import { leafOf } from '../../merkle/leaf.ts';
import { type Digest, isDocumentId, toHex } from '../../model/identifiers.ts';
import type { Receipt } from '../../model/receipt.ts';
import type { ForeignSignature } from '../../model/report.ts';
import type { Pdf } from '../../pdf/read/pdf.ts';
import { type SignatureField, signedRanges, type WellFormedSignature } from '../../pdf/read/signatures.ts';
import type { MalformedSeal, ReadSeal } from '../facts.ts';

/** One signature field, read by itself: what follows it in the file, and what the chain says, is read later. */
export type SignatureReading = SealReading | MalformedReading | TimeStampReading | ForeignReading;

export interface SealReading {
  readonly kind: 'seal';
  readonly field: WellFormedSignature;
  readonly facts: Omit<ReadSeal, 'read' | 'overlaps' | 'preceding' | 'laterRevisions' | 'receipt' | 'ledger' | 'knownSuccessor'>;
  /** As the file holds it. */
  readonly receipt?: Receipt;
}

export interface MalformedReading {
  readonly kind: 'malformed';
  readonly field: SignatureField;
  readonly facts: Omit<MalformedSeal, 'read' | 'laterChanges'>;
}

export interface TimeStampReading {
  readonly kind: 'time-stamp';
  readonly field: WellFormedSignature;
}

export interface ForeignReading {
  readonly kind: 'foreign';
  readonly field: SignatureField;
  readonly facts: Omit<ForeignSignature, 'laterChanges'>;
}

/** Ours is what carries our record attribute, and what is malformed but claims in its dictionary or name to be ours. */
export async function readSignature(pdf: Pdf, field: SignatureField): Promise<SignatureReading> {
  if (field.malformed !== undefined) {
    const claimsToBeOurs = field.documentId !== undefined || field.name.startsWith('Seal-');
    if (claimsToBeOurs) return malformed(field, field.malformed);
    return { kind: 'foreign', field, facts: { field: field.name, signer: '', coverage: 'unclear', integrity: 'malformed' } };
  }
  if (isTimeStamp(field)) return { kind: 'time-stamp', field };
  try {
    const signature = parseSealSignature(field.contents.der);
    return signature ? await readSeal(pdf, field, signature) : await readForeign(pdf, field);
  } catch (error) {
    if (error instanceof CmsFormatError) return malformed(field, error.message);
    throw error;
  }
}

/** A document time stamp that shows nothing. One that draws on the page is what any signature of a stranger's is. */
function isTimeStamp({ type, subFilter, rect, field }: WellFormedSignature): boolean {
  const isInvisible = rect ? rect[0] === rect[2] || rect[1] === rect[3] : !field.dict.entries.has('AP');
  return type === 'DocTimeStamp' && subFilter === 'ETSI.RFC3161' && isInvisible;
}

async function readSeal(pdf: Pdf, field: WellFormedSignature, signature: SealSignature): Promise<SealReading | MalformedReading> {
  const fault = dictionaryFault(field) ?? cmsFault(signature);
  if (fault !== undefined) return malformed(field, fault);
  const { record, certificate, weakAlgorithm, receipt } = signature;
  const { documentId, appearance, rect } = field;
  const [coveredDigest, signatureVerifies, shownMark] = await Promise.all([
    digestOf(signedRanges(pdf, field.byteRange)),
    verifySignature(signature),
    appearance && digestOf([appearance.mark.content]),
  ]);
  return {
    kind: 'seal',
    field,
    facts: {
      field: field.name,
      coverage: field.coverage,
      record,
      leaf: leafOf(record),
      coveredDigest,
      signatureVerifies,
      certificate,
      claimedTime: readPdfTime(field.claimedTime) ?? 0,
      ...(weakAlgorithm !== undefined && { weakness: weakAlgorithm }),
      ...(documentId !== undefined && { dictionaryDocumentId: documentId }),
      ...(shownMark && { shownMark }),
      ...(rect && { widget: { width: rect[2] - rect[0], height: rect[3] - rect[1] } }),
    },
    ...(receipt && { receipt }),
  };
}

const digestOf = async (ranges: readonly Uint8Array[]): Promise<Digest> => toHex(await sha256(ranges)) as Digest;

/** The signature dictionary is written in one way (docs/formats.md, 'In the PDF'). */
function dictionaryFault({ type, filter, subFilter, claimedTime, contents }: WellFormedSignature): string | undefined {
  if (!contents.isCanonical) return '/Contents is not lower-case hexadecimal followed by zeros';
  if (type !== 'Sig' || filter !== 'Adobe.PPKLite' || subFilter !== 'ETSI.CAdES.detached')
    return `the signature dictionary is of /Type ${type}, /Filter ${filter}, /SubFilter ${subFilter}`;
  if (readPdfTime(claimedTime) === undefined)
    return `/M ${claimedTime ?? 'is missing and'} is no time of the form D:YYYYMMDDHHmmSSZ`;
  return undefined;
}

/** Nothing signs a time stamp's bytes and nothing here checks them: carried unjudged, they could change unnoticed. */
const cmsFault = ({ timeStamp }: SealSignature): string | undefined =>
  timeStamp && 'the CMS carries an RFC 3161 time stamp, which this version cannot judge';

/** `D:YYYYMMDDHHmmSSZ` as Unix seconds. */
function readPdfTime(text = ''): number | undefined {
  const iso = text.replace(/^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const time = iso === text ? Number.NaN : Date.parse(iso);
  return Number.isNaN(time) ? undefined : time / 1000;
}

function malformed(field: SignatureField, reason: string): MalformedReading {
  const { name, documentId, coverage } = field;
  const facts = { field: name, coverage, reason };
  const isNamed = documentId !== undefined && isDocumentId(documentId);
  return { kind: 'malformed', field, facts: isNamed ? { ...facts, documentId } : facts };
}

async function readForeign(pdf: Pdf, field: WellFormedSignature): Promise<ForeignReading> {
  // Most files hold no foreign signature; what reads them (pkijs) is three quarters of a verifier in a browser.
  const { parseForeignSignature } = await import('../../cms/parse-foreign.ts');
  const [head, tail] = signedRanges(pdf, field.byteRange);
  const { signer, integrity } = await parseForeignSignature(
    field.contents.der,
    async (algorithm) => new Uint8Array(await crypto.subtle.digest(algorithm, concat(head, tail))),
  );
  return { kind: 'foreign', field, facts: { field: field.name, signer, coverage: field.coverage, integrity } };
}

function concat(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  return bytes;
}
