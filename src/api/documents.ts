import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import type { Caller } from '../access/api-keys.ts';
import { Refusal } from '../model/errors.ts';
import { REVOCATION_REASONS } from '../model/registry.ts';
import { requestDocument } from '../sealing/request-document.ts';
import { revokeDocument } from '../sealing/revoke-document.ts';
import type { StoredDocument } from '../store/stored-document.ts';
import { callerOf } from './authentication.ts';
import { describeDocument, describeRevocation } from './describe-document.ts';
import type { Gate } from './gate.ts';
import { readJson } from './json-body.ts';
import { documentIdOf, documentIdSchema, parse, sealIdSchema } from './parse.ts';
import { sendProblem, toProblem } from './problem.ts';
import type { Services } from './services.ts';
import { readFormUpload } from './upload.ts';

const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' });
    return z.NEVER;
  }
});

/** Millimetres from the lower left corner of the page as it is shown; pages count from 1. */
const placement = z.strictObject({ page: z.int().positive(), x: z.number().nonnegative(), y: z.number().nonnegative() });

const sealingForm = z.strictObject({
  sealId: sealIdSchema,
  type: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 lower-case letters, digits and hyphens')
    .default('generic'),
  placement: json.pipe(placement).optional(),
});
const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 visible ASCII characters');
const revocationBody = z.strictObject({ reason: z.enum(REVOCATION_REASONS), replacement: documentIdSchema.optional() });

/** `/v1/documents`: an agency's own documents, by its API key. The receipt alone is public. */
export function documentRoutes(services: Services, uploads: Gate): Router {
  const { store, settlements } = services;
  const router = Router();

  router.post('/', async (request, response) => {
    const caller = await callerOf(request, store.apiKeys);
    const wait = waitOf(request);
    const { documentId } = await uploads.run(() => receive(request, caller, services));
    services.onReceived();
    const document = await settlements.wait(documentId, wait * 1000);
    if (document) answerSealing(document, services, response);
  });

  router.get('/:documentId', async (request, response) => {
    response.json(describeDocument(await ownDocument(request, services), services.network));
  });

  router.get('/:documentId/pdf', async (request, response) => {
    const document = sealed(await ownDocument(request, services));
    const bytes = await store.blobs.get(document.sealed);
    response
      .set({ 'Content-Disposition': `attachment; filename="${document.documentId}.pdf"`, 'Cache-Control': 'private, no-store' })
      .type('application/pdf')
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  });

  router.get('/:documentId/receipt', async (request, response) => {
    const documentId = documentIdOf(request.params.documentId);
    const document = await store.documents.find(documentId);
    if (document?.state !== 'sealed') throw new Refusal('document-not-found', `There is no sealed document ${documentId}.`);
    response.json(document.receipt);
  });

  router.post('/:documentId/revocation', async (request, response) => {
    const { agencyId } = await callerOf(request, store.apiKeys);
    const documentId = documentIdOf(request.params.documentId);
    const { reason, replacement } = parse(revocationBody, await readJson(request, response));
    const revocation = await revokeDocument(
      { agencyId, documentId, reason, ...(replacement && { replacement }) },
      services.revocation,
    );
    response.json({ documentId, ...(await describeRevocation(revocation, store)) });
  });

  return router;
}

async function receive(request: Request, { agencyId, keyId }: Caller, services: Services): Promise<StoredDocument> {
  const { file, fields } = await readFormUpload(request, services.maxBytes);
  if ('metadata' in fields) {
    throw new Refusal(
      'metadata-not-supported',
      'Metadata comes with document types, which this version does not have yet. Leave it out.',
    );
  }
  const { sealId, type, placement } = parse(sealingForm, fields);
  const repetition = request.get('idempotency-key');
  return requestDocument(
    {
      agencyId,
      keyId,
      sealId,
      file,
      documentType: type,
      ...(placement && { placement }),
      ...(repetition !== undefined && { idempotencyKey: parse(idempotencyKey, repetition) }),
    },
    services,
  );
}

/** `Prefer: wait=N` (RFC 7240), in seconds. */
function waitOf(request: Request): number {
  const wait = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?/i.exec(request.get('prefer') ?? '')?.[1];
  return Math.min(wait === undefined ? 10 : Number(wait), 60);
}

function answerSealing(document: StoredDocument, { network }: Services, response: Response): void {
  if (document.state === 'failed') {
    const { code, message, details } = document.failure;
    sendProblem(response, { ...toProblem(new Refusal(code, message, details)), documentId: document.documentId });
  } else {
    const described = describeDocument(document, network);
    response
      .status(document.state === 'sealed' ? 201 : 202)
      .location(described.links.self)
      .json(described);
  }
}

/** Another agency's document is none: nobody learns that it exists. */
async function ownDocument(request: Request<{ documentId: string }>, { store }: Services): Promise<StoredDocument> {
  const { agencyId } = await callerOf(request, store.apiKeys);
  const documentId = documentIdOf(request.params.documentId);
  const document = await store.documents.find(documentId);
  if (document?.agencyId !== agencyId) throw new Refusal('document-not-found', `Your agency has no document ${documentId}.`);
  return document;
}

function sealed(document: StoredDocument) {
  if (document.state === 'sealed') return document;
  throw new Refusal(
    'document-not-sealed',
    `Document ${document.documentId} is ${document.state}. It is handed out once it is sealed.`,
  );
}
