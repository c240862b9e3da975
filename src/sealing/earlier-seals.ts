import { sha256 } from '#sha256';
import { CmsFormatError } from '../cms/cms-format-error.ts';
import { parseSealSignature, type SealSignature } from '../cms/parse-signed-data.ts';
import { verifySignature } from '../cms/verify-signature.ts';
import { leafOf } from '../merkle/leaf.ts';
import { Refusal } from '../model/errors.ts';
import { type Digest, type Leaf, toHex, ZERO_DIGEST } from '../model/identifiers.ts';
import { compareRevisions } from '../pdf/compare/compare-revisions.ts';
import type { Pdf } from '../pdf/read/pdf.ts';
import { readSignatures, type SignatureField, signedRanges, type WellFormedSignature } from '../pdf/read/signatures.ts';

/**
 * The leaf of the last of our seals in the file, for the next one's record; zeros where there is none. A seal over a file that no
 * longer verifies would only hide that, so such a file is refused (`earlier-seal-broken`, `earlier-seal-unfinished`,
 * `changed-after-seal`).
 */
export async function leafOfLastSeal(pdf: Pdf): Promise<Leaf | Digest> {
  const seals = readSignatures(pdf).flatMap(readSeal);
  const [first, last] = [seals[0], seals.at(-1)];
  if (!first || !last) return ZERO_DIGEST;
  for (const seal of seals) await requireIntact(pdf, seal);
  const { changes, findings, newSignatureFields } = compareRevisions(first.field.revision, pdf);
  if (changes === 'forbidden' || newSignatureFields.length !== seals.length - 1) {
    throw new Refusal(
      'changed-after-seal',
      'The file was changed or signed otherwise after it was sealed. Seal it as it was sealed, or the original anew.',
      { findings },
    );
  }
  return leafOf(last.signature.record);
}

interface EarlierSeal {
  readonly field: WellFormedSignature;
  readonly signature: SealSignature;
}

function readSeal(field: SignatureField): EarlierSeal[] {
  if (field.malformed !== undefined) {
    if (field.documentId === undefined) return [];
    throw broken(field.name, field.malformed);
  }
  try {
    const signature = parseSealSignature(field.contents.der);
    return signature ? [{ field, signature }] : [];
  } catch (error) {
    if (error instanceof CmsFormatError) throw broken(field.name, error.message);
    throw error;
  }
}

async function requireIntact(pdf: Pdf, { field, signature }: EarlierSeal): Promise<void> {
  const digest = toHex(await sha256(signedRanges(pdf, field.byteRange)));
  if (digest !== signature.record.documentDigest) throw broken(field.name, 'the file was changed');
  if (!(await verifySignature(signature))) throw broken(field.name, 'its signature does not verify');
  if (!signature.receipt) {
    throw new Refusal(
      'earlier-seal-unfinished',
      `The seal in ${field.name} has no receipt yet: it was not handed out by its service. Wait for the sealed file and post that.`,
    );
  }
}

const broken = (field: string, why: string) =>
  new Refusal(
    'earlier-seal-broken',
    `The seal in ${field} is broken: ${why}. A seal over it would not verify; seal the original anew.`,
  );
