import type { DocumentId } from '../model/identifiers.ts';
import type { NetworkFile } from '../model/network.ts';
import type { DocumentRevocation } from '../model/registry.ts';
import { isoTime } from '../model/time.ts';
import type { Store } from '../store/store.ts';
import type { StoredDocument } from '../store/stored-document.ts';

export function linksOf(documentId: DocumentId) {
  const self = `/v1/documents/${documentId}`;
  return { self, pdf: `${self}/pdf`, receipt: `${self}/receipt`, record: `/v1/records/${documentId}`, page: `/r/${documentId}` };
}

/** A document as its agency sees it. */
export function describeDocument(document: StoredDocument, network: NetworkFile) {
  const { documentId, state, agencyId, sealId, documentType, createdAt } = document;
  return {
    documentId,
    state,
    agencyId,
    sealId,
    documentType,
    createdAt: isoTime(createdAt),
    ...(document.state === 'failed' && {
      failure: { code: document.failure.code, detail: document.failure.message, ...document.failure.details },
    }),
    ...(document.state === 'sealed' && {
      sealedAt: isoTime(document.sealedAt),
      record: recordOf(document),
      anchor: anchorOf(document, network),
    }),
    links: linksOf(documentId),
  };
}

type Sealed = Extract<StoredDocument, { state: 'sealed' }>;

/** The sealing record and its leaf (docs/formats.md); what this version never sets is left out. */
export const recordOf = ({ documentId, documentDigest, sealId, documentType, previousLeaf, leaf }: Sealed) => ({
  version: 1,
  documentId,
  documentDigest,
  sealId,
  documentType,
  previousLeaf,
  leaf,
});

export const anchorOf = ({ receipt }: Sealed, network: NetworkFile) => ({
  network: network.name,
  chainId: receipt.chainId,
  ledger: receipt.ledger,
  root: receipt.root,
  leafCount: receipt.leafCount,
  transaction: receipt.transaction,
  block: receipt.block,
});

/** The replacement by its documentId where it is known here, else by its leaf. */
export async function describeRevocation({ reason, revokedAt, replacement }: DocumentRevocation, store: Store) {
  const known = replacement && (await store.documents.findByLeaf(replacement));
  return {
    reason,
    revokedAt: isoTime(revokedAt),
    ...(replacement && { replacement: known ? known.documentId : replacement }),
  };
}
