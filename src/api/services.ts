import type { Logger } from 'pino';
import type { Custody } from '../custody/port.ts';
import type { LedgerReader } from '../ledger/read/port.ts';
import type { NetworkFile } from '../model/network.ts';
import type { Report } from '../model/report.ts';
import type { RevocationContext } from '../sealing/revoke-document.ts';
import type { Settlements } from '../sealing/settlements.ts';
import type { Store } from '../store/store.ts';

/** What the HTTP face needs; `src/main/service.ts` gives it. */
export interface Services {
  readonly store: Store;
  readonly custody: Custody;
  readonly ledger: LedgerReader;
  readonly network: NetworkFile;
  readonly revocation: RevocationContext;
  readonly settlements: Settlements;
  /** Called when a document was stored and may be signed. */
  readonly onReceived: () => void;
  readonly verify: (file: Uint8Array) => Promise<Report>;
  readonly maxBytes: number;
  /** The built page; absent where it was not built. */
  readonly webFolder?: string;
  readonly now: () => Date;
  readonly log: Logger;
}
