import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AgencyId, Digest } from '../model/identifiers.ts';
import type { ApiKeyStore } from '../store/api-keys.ts';

/** Who asks: one API key, which acts for one agency and no other. */
export interface Caller {
  readonly keyId: string;
  readonly agencyId: AgencyId;
}

const API_KEY = /^vmln_([0-9a-f]{16})_[A-Za-z0-9_-]{43}$/;

/** A new key for the agency, `vmln_<id>_<secret>` with 256 random bits. Only its digest is kept: show it once. */
export async function createApiKey(keys: ApiKeyStore, agencyId: AgencyId, now: Date = new Date()): Promise<string> {
  const keyId = randomBytes(8).toString('hex');
  const apiKey = `vmln_${keyId}_${randomBytes(32).toString('base64url')}`;
  await keys.add({ keyId, agencyId, digest: digestOf(apiKey), createdAt: Math.floor(now.getTime() / 1000) });
  return apiKey;
}

/** Undefined for anything that is not a key of ours. A fast hash suffices: the secret is random, not chosen. */
export async function authenticate(keys: ApiKeyStore, apiKey: string): Promise<Caller | undefined> {
  const keyId = API_KEY.exec(apiKey)?.[1];
  const known = keyId === undefined ? undefined : await keys.find(keyId);
  if (!known || !timingSafeEqual(Buffer.from(known.digest), Buffer.from(digestOf(apiKey)))) return undefined;
  return { keyId: known.keyId, agencyId: known.agencyId };
}

const digestOf = (apiKey: string) => `0x${createHash('sha256').update(apiKey).digest('hex')}` as Digest;
