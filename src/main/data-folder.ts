import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where everything lies under `VERMILION_DATA`. */
export interface DataFolder {
  readonly path: string;
  /** `network.json`: chain and contracts that this installation believes. */
  readonly network: string;
  /** One folder for each seal, `custody/<sealId>/`: `key.p12` and `mark`. */
  readonly custody: string;
  /** Passphrase of the keys in custody, where `npm start` made one. */
  readonly passphrase: string;
}

/** Paths only; {@link makeDataFolder} makes the folder. `store.sqlite` and `blobs/` are the store's own. */
export function dataFolder(path: string): DataFolder {
  const root = resolve(path);
  return {
    path: root,
    network: join(root, 'network.json'),
    custody: join(root, 'custody'),
    passphrase: join(root, 'passphrase'),
  };
}

/** Readable by its owner alone: it holds keys. */
export function makeDataFolder(folder: DataFolder): void {
  mkdirSync(folder.custody, { recursive: true, mode: 0o700 });
}
