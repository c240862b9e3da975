import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Refusal } from '../../src/model/errors.ts';
import type { Digest, Hex } from '../../src/model/identifiers.ts';

/** One signed transaction in the order in which the chain got it. */
export interface JournalEntry {
  readonly position: number;
  /** Unix seconds: the timestamp of the block that holds it. */
  readonly time: number;
  /** As sent, byte for byte: its digest can never come out differently. */
  readonly transaction: Hex;
  /** Digest of that block; undefined where the process died before it was known, and so before anybody saw it. */
  readonly block: Digest | undefined;
}

/** What a chain needs to come into being again, on disk before anybody can see it. */
export interface Journal {
  /** Unix seconds. */
  readonly genesisTime: number;
  entries(): Iterable<JournalEntry>;
  /** Returns the entry's position once it would survive a loss of power. */
  append(entry: Pick<JournalEntry, 'time' | 'transaction'>): number;
  /** The chain refused the transaction: it never was one. */
  drop(position: number): void;
  conclude(position: number, block: Digest): void;
  close(): void;
}

/**
 * Opens or begins the journal of the chain in `folder`. SQLite gives what a file of lines would not: commits that survive power
 * loss whole or not at all, and a lock that dies with its process. Throws `Refusal` (`chain-in-use`).
 */
export function openJournal(folder: string, now: number): Journal {
  mkdirSync(folder, { recursive: true });
  const database = openExclusively(path.join(folder, 'journal.sqlite'), folder);
  database.exec(`
    create table if not exists genesis (id integer primary key check (id = 1), time integer not null) strict;
    create table if not exists entry (position integer primary key, time integer not null, txn blob not null, block text) strict;
  `);
  database.prepare('insert or ignore into genesis values (1, ?)').run(now);

  const select = database.prepare('select position, time, lower(hex(txn)) as txn, block from entry order by position');
  const insert = database.prepare('insert into entry (time, txn) values (?, unhex(?))');
  const remove = database.prepare('delete from entry where position = ?');
  const update = database.prepare('update entry set block = ? where position = ?');
  return {
    genesisTime: Number(database.prepare('select time from genesis').get()?.['time']),
    *entries() {
      for (const row of select.iterate()) {
        yield {
          position: Number(row['position']),
          time: Number(row['time']),
          transaction: `0x${row['txn']}`,
          block: row['block'] === null ? undefined : (row['block'] as Digest),
        };
      }
    },
    append: ({ time, transaction }) => Number(insert.run(time, transaction.slice(2)).lastInsertRowid),
    drop: (position) => void remove.run(position),
    conclude: (position, block) => void update.run(block, position),
    close: () => database.close(),
  };
}

function openExclusively(file: string, folder: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full');
    database.exec('begin exclusive; commit');
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Error && /locked/.test(error.message)) {
      throw new Refusal('chain-in-use', `another process runs the chain in ${folder}: stop it, or use another data folder`, {
        folder,
      });
    }
    throw error;
  }
}
