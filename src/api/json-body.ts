import { json, type Request, type Response } from 'express';
import { Refusal } from '../model/errors.ts';

const reader = json({ limit: '64kb' });

/** The request's JSON body; read only after the caller was authenticated. */
export async function readJson(request: Request, response: Response): Promise<unknown> {
  await new Promise<void>((resolve, reject) =>
    reader(request, response, (error?: unknown) => (error ? reject(error) : resolve())),
  );
  if (request.body === undefined) throw new Refusal('unsupported-media-type', 'Send a JSON body as application/json.');
  return request.body;
}
