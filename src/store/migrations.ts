import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** In order of their names; one that was released is never edited. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-first-road': {
    async up(db) {
      await sql`
        create table api_keys (
          key_id text primary key,
          agency_id text not null,
          digest text not null,
          created_at integer not null
        ) strict`.execute(db);
      await sql`
        create table transactions (
          digest text primary key,
          raw text not null,
          nonce integer not null
        ) strict`.execute(db);
      await sql`
        create table batches (
          batch_id integer primary key autoincrement,
          seal_id text not null,
          state text not null check (state in ('stated', 'anchored', 'refused')),
          root text not null,
          leaf_count integer not null,
          epoch integer not null,
          signature text not null,
          transaction_digest text references transactions,
          anchored_in text, block integer, anchored_at integer,
          refusal text,
          check (state <> 'anchored' or (anchored_in is not null and block is not null and anchored_at is not null)),
          check (state <> 'refused' or refusal is not null)
        ) strict`.execute(db);
      await sql`
        create table documents (
          document_id text primary key,
          agency_id text not null,
          seal_id text not null,
          state text not null check (state in ('received', 'signed', 'sealed', 'failed')),
          document_type text not null,
          placement text,
          created_at integer not null,
          key_id text not null references api_keys,
          idempotency_key text,
          request_digest text not null,
          original text not null,
          attempts integer not null default 0,
          document_digest text, previous_leaf text, leaf text, cms blob, contents_start integer, contents_end integer, signed text,
          batch_id integer references batches,
          receipt text, sealed text, sealed_at integer,
          failure_code text, failure_message text, failure_details text,
          unique (key_id, idempotency_key),
          check (state not in ('signed', 'sealed') or (document_digest is not null and previous_leaf is not null and leaf is not null
            and cms is not null and contents_start is not null and contents_end is not null and signed is not null)),
          check (state <> 'sealed' or (batch_id is not null and receipt is not null and sealed is not null and sealed_at is not null)),
          check (state <> 'failed' or (failure_code is not null and failure_message is not null and failure_details is not null))
        ) strict`.execute(db);
      await sql`create index documents_by_state on documents (state, created_at)`.execute(db);
      await sql`create index documents_by_batch on documents (batch_id)`.execute(db);
      await sql`create index documents_by_leaf on documents (leaf)`.execute(db);
      await sql`create index documents_by_previous_leaf on documents (previous_leaf)`.execute(db);
      await sql`create index batches_by_state on batches (state)`.execute(db);
    },
  },
};
