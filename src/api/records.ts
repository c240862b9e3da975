import { Router } from 'express';
import { Refusal, Unavailable } from '../model/errors.ts';
import { isoTime } from '../model/time.ts';
import { currentEpoch } from '../sealing/seal-standing.ts';
import { anchorOf, describeRevocation, linksOf, recordOf } from './describe-document.ts';
import { documentIdOf } from './parse.ts';
import type { Services } from './services.ts';

/**
 * `GET /v1/records/{documentId}`, public: what the QR code shows. It says that a document was sealed and whether it still stands;
 * it does not judge a file, and nothing personal is in it.
 */
export function recordRoutes({ store, ledger, network }: Services): Router {
  const router = Router();
  router.get('/:documentId', async (request, response) => {
    const documentId = documentIdOf(request.params.documentId);
    const document = await store.documents.find(documentId);
    if (document?.state !== 'sealed') throw new Refusal('document-not-found', `There is no sealed document ${documentId}.`);

    const snapshot = await ledger.snapshot();
    const [seal, revocation] = await Promise.all([
      snapshot.seal(document.sealId),
      snapshot.revocation(document.sealId, document.leaf),
    ]);
    if (!seal)
      throw new Unavailable(
        'ledger-unreachable',
        `The registry does not know seal ${document.sealId} at block ${snapshot.block}.`,
      );
    const { agencyId, code, name } = seal.agency;
    const { sealId, kind, physicalCode } = seal;
    response.json({
      documentId,
      documentType: document.documentType,
      sealedAt: isoTime(document.sealedAt),
      status: revocation ? 'revoked' : 'standing',
      agency: { agencyId, code, name },
      seal: { sealId, kind, physicalCode, status: currentEpoch(seal).status },
      record: recordOf(document),
      anchor: anchorOf(document, network),
      ...(revocation && { revocation: await describeRevocation(revocation, store) }),
      asOf: { block: snapshot.block, time: isoTime(snapshot.time) },
      links: { receipt: linksOf(documentId).receipt },
    });
  });
  return router;
}
