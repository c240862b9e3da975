import type { AgencyId, Digest } from '../model/identifiers.ts';
import type { Database } from './database.ts';

export interface ApiKeyRecord {
  readonly keyId: string;
  readonly agencyId: AgencyId;
  readonly digest: Digest;
  /** Unix seconds. */
  readonly createdAt: number;
}

export interface ApiKeyStore {
  add(key: ApiKeyRecord): Promise<void>;
  find(keyId: string): Promise<ApiKeyRecord | undefined>;
}

export function createApiKeyStore(db: Database): ApiKeyStore {
  return {
    async add(key) {
      await db
        .insertInto('api_keys')
        .values({ key_id: key.keyId, agency_id: key.agencyId, digest: key.digest, created_at: key.createdAt })
        .execute();
    },
    async find(keyId) {
      const row = await db.selectFrom('api_keys').selectAll().where('key_id', '=', keyId).executeTakeFirst();
      return row && { keyId: row.key_id, agencyId: row.agency_id, digest: row.digest, createdAt: row.created_at };
    },
  };
}
