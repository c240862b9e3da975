import { createHash, randomBytes } from 'node:crypto';
import type { Placement } from '../appearance/place.ts';
import type { Custody } from '../custody/port.ts';
import type { LedgerReader } from '../ledger/read/port.ts';
import { Refusal } from '../model/errors.ts';
import type { AgencyId, Digest, DocumentId, SealId } from '../model/identifiers.ts';
import type { Store } from '../store/store.ts';
import type { StoredDocument } from '../store/stored-document.ts';
import { activeSeal } from './seal-standing.ts';

export interface SealingRequest {
  readonly agencyId: AgencyId;
  /** The API key that asks. */
  readonly keyId: string;
  readonly sealId: SealId;
  readonly file: Uint8Array;
  readonly documentType: string;
  readonly placement?: Placement;
  /** The same key with the same content is the same document. */
  readonly idempotencyKey?: string;
}

/**
 * Takes a file to be sealed: checks that the seal is the agency's own and may be used, mints the documentId, and stores both.
 * Sealing itself follows by itself, also after a crash. Throws `Refusal` (`seal-not-found`, `seal-of-another-agency`,
 * `seal-not-active`, `seal-not-in-custody`, `idempotency-key-reused`).
 */
export async function requestDocument(
  request: SealingRequest,
  { store, ledger, custody, now }: { store: Store; ledger: LedgerReader; custody: Custody; now: () => Date },
): Promise<StoredDocument> {
  const { agencyId, keyId, sealId, documentType, placement } = request;
  const idempotency = {
    ...(request.idempotencyKey !== undefined && { key: request.idempotencyKey }),
    requestDigest: digestOf(request),
  };
  const earlier = await store.documents.findRepeated(keyId, idempotency);
  if (earlier) return earlier;

  const seal = await (await ledger.snapshot()).seal(sealId);
  if (seal && seal.agency.agencyId !== agencyId) {
    throw new Refusal(
      'seal-of-another-agency',
      `Seal ${sealId} belongs to ${seal.agency.name}; your API key acts for another agency.`,
    );
  }
  activeSeal(sealId, seal);
  await custody.material(sealId);

  const original = await store.blobs.put(request.file);
  const { document } = await store.documents.receive(
    {
      documentId: randomBytes(16).toString('hex') as DocumentId,
      agencyId,
      keyId,
      sealId,
      documentType,
      ...(placement && { placement }),
      original,
      createdAt: Math.floor(now().getTime() / 1000),
    },
    idempotency,
  );
  return document;
}

function digestOf({ file, sealId, documentType, placement }: SealingRequest): Digest {
  const fileDigest = createHash('sha256').update(file).digest('hex');
  const { page, x, y } = placement ?? {};
  const asked = JSON.stringify([fileDigest, sealId, documentType, page, x, y]);
  return `0x${createHash('sha256').update(asked).digest('hex')}` as Digest;
}
