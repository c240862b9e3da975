import type { Logger } from 'pino';
import type { Placement } from '../appearance/place.ts';
import type { Custody } from '../custody/port.ts';
import { Refusal, Unavailable } from '../model/errors.ts';
import type { Store } from '../store/store.ts';
import type { Failure, ReceivedDocument } from '../store/stored-document.ts';
import type { Settlements } from './settlements.ts';
import { signDocument } from './sign-document.ts';
import type { StepResult } from './worker.ts';

export interface SigningContext {
  readonly store: Store;
  readonly custody: Custody;
  readonly publicUrl: string;
  readonly now: () => Date;
  readonly settlements: Settlements;
  readonly log: Logger;
  /** Called when a document is signed and may be anchored. */
  readonly onSigned: () => void;
}

/** A file at which the process died this often is not tried again. */
const MAX_ATTEMPTS = 3;

/** Signs the oldest document that waits for it, one at a time: files may be large. received → signed | failed. */
export async function signNext(context: SigningContext): Promise<StepResult> {
  const { store, settlements, log, onSigned } = context;
  const document = await store.documents.nextReceived();
  if (!document) return 'idle';
  const { documentId } = document;
  const failure = await sign(document, context);
  if (failure) {
    await store.documents.markFailed(documentId, failure);
    settlements.announce(documentId);
    log.warn({ documentId, code: failure.code }, 'not sealed');
  } else {
    log.info({ documentId }, 'signed');
    onSigned();
  }
  return 'worked';
}

async function sign(
  document: ReceivedDocument,
  { store, custody, publicUrl, now, log }: SigningContext,
): Promise<Failure | undefined> {
  const { documentId, sealId, documentType, placement, attempts } = document;
  if (attempts >= MAX_ATTEMPTS) {
    return {
      code: 'signing-failed',
      message: `Signing this file stopped the service ${attempts} times; it is not tried again.`,
      details: {},
    };
  }
  await store.documents.setAttempts(documentId, attempts + 1);
  try {
    const file = await store.blobs.get(document.original);
    const request = {
      documentId,
      sealId,
      documentType,
      file,
      ...(placement !== undefined && { placement: placement as Placement }),
    };
    const signed = await signDocument(request, { custody, publicUrl, now });
    await store.documents.markSigned(documentId, {
      documentDigest: signed.record.documentDigest,
      previousLeaf: signed.record.previousLeaf,
      leaf: signed.leaf,
      cms: signed.cms,
      contents: signed.contents,
      signed: await store.blobs.put(signed.bytes),
    });
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code, message: error.message, details: error.details };
    if (error instanceof Unavailable) {
      await store.documents.setAttempts(documentId, attempts);
      throw error;
    }
    log.error({ err: error, documentId }, 'signing failed');
    return { code: 'signing-failed', message: 'The service could not sign this file. Its log tells more.', details: {} };
  }
}
