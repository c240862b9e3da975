import type { Custody } from '../custody/port.ts';
import type { LedgerReader, LedgerSnapshot } from '../ledger/read/port.ts';
import type { RevocationWriter } from '../ledger/write/port.ts';
import { Refusal } from '../model/errors.ts';
import type { AgencyId, DocumentId, SealId } from '../model/identifiers.ts';
import type { NetworkFile } from '../model/network.ts';
import type { DocumentRevocation, RevocationReason, Seal } from '../model/registry.ts';
import type { Store } from '../store/store.ts';
import type { SealedDocumentEntry } from '../store/stored-document.ts';
import type { Relay } from './relay.ts';
import { currentEpoch } from './seal-standing.ts';

export interface RevocationContext {
  readonly store: Store;
  readonly custody: Custody;
  readonly ledger: LedgerReader;
  readonly revocations: RevocationWriter;
  readonly relay: Relay;
  readonly network: NetworkFile;
}

/**
 * Withdraws one of the agency's sealed documents on chain, naming its replacement where there is one. Repeating it changes nothing:
 * the first revocation stands. Throws `Refusal` (`document-not-found`, `document-not-sealed`, `replacement-not-found`,
 * `no-active-seal`).
 */
export async function revokeDocument(
  request: {
    readonly agencyId: AgencyId;
    readonly documentId: DocumentId;
    readonly reason: RevocationReason;
    readonly replacement?: DocumentId;
  },
  { store, custody, ledger, revocations, relay, network }: RevocationContext,
): Promise<DocumentRevocation> {
  const document = await sealedDocument(store, request.agencyId, request.documentId);
  const replacement = request.replacement && (await replacementFor(store, request.agencyId, request.replacement));
  const { sealId, leaf, receipt } = document;
  return relay.run(async () => {
    const snapshot = await ledger.snapshot();
    const earlier = await snapshot.revocation(sealId, leaf);
    if (earlier) return earlier;

    const signing = await signingSeal(snapshot, custody, request.agencyId, sealId);
    const terms = { chainId: network.chainId, ledger: network.ledger, epoch: currentEpoch(signing).epoch };
    const revocation = { sealId, leaf, reason: request.reason, ...(replacement && { replacement: replacement.leaf }) };
    const signature = await custody.signRevocation(signing.sealId, terms, revocation);
    const { root, path } = receipt;
    const { revokedAt } = await revocations.revokeDocument({
      ...revocation,
      root,
      path,
      signingSealId: signing.sealId,
      signature,
    });
    return { ...revocation, revokedAt };
  });
}

async function sealedDocument(store: Store, agencyId: AgencyId, documentId: DocumentId): Promise<SealedDocumentEntry> {
  const document = await store.documents.find(documentId);
  if (document?.agencyId !== agencyId) throw new Refusal('document-not-found', `Your agency has no document ${documentId}.`);
  if (document.state !== 'sealed') {
    throw new Refusal('document-not-sealed', `Document ${documentId} is ${document.state}, so there is nothing to revoke.`);
  }
  return document;
}

async function replacementFor(store: Store, agencyId: AgencyId, documentId: DocumentId): Promise<SealedDocumentEntry> {
  return sealedDocument(store, agencyId, documentId).catch(() => {
    throw new Refusal('replacement-not-found', `Your agency has no sealed document ${documentId} that could be the replacement.`);
  });
}

/** The document's own seal while it lives, else another of the agency's whose key is here. */
async function signingSeal(snapshot: LedgerSnapshot, custody: Custody, agencyId: AgencyId, sealId: SealId): Promise<Seal> {
  const live = (await snapshot.seals(agencyId)).filter((seal) => currentEpoch(seal).status === 'active');
  for (const seal of live.toSorted((a, b) => Number(b.sealId === sealId) - Number(a.sealId === sealId))) {
    if (await isInCustody(custody, seal.sealId)) return seal;
  }
  throw new Refusal(
    'no-active-seal',
    'The agency has no active seal whose key is here to sign the revocation. The supervisor can revoke instead.',
  );
}

async function isInCustody(custody: Custody, sealId: SealId): Promise<boolean> {
  try {
    await custody.material(sealId);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
