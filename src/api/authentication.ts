import type { Request } from 'express';
import { authenticate, type Caller } from '../access/api-keys.ts';
import { Refusal } from '../model/errors.ts';
import type { ApiKeyStore } from '../store/api-keys.ts';

/** Who asks; a request without a valid `Authorization: Bearer` key is refused (`api-key-missing`, `api-key-unknown`). */
export async function callerOf(request: Request, keys: ApiKeyStore): Promise<Caller> {
  const apiKey = /^Bearer (\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
  if (apiKey === undefined) {
    throw new Refusal(
      'api-key-missing',
      'This needs an API key: send Authorization: Bearer <key>. `vermilion api-key create` makes one.',
    );
  }
  const caller = await authenticate(keys, apiKey);
  if (!caller) throw new Refusal('api-key-unknown', 'The API key is not known here. `vermilion api-key create` makes a new one.');
  return caller;
}
