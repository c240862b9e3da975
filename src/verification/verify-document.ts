import type { LedgerReader } from '../ledger/read/port.ts';
import type { NetworkFile } from '../model/network.ts';
import type { Report } from '../model/report.ts';
import { conclude, unreadableReport } from './conclude.ts';
import type { FileFacts } from './facts.ts';
import { DEFAULT_POLICY, type Policy } from './policy.ts';
import { assembleFacts } from './read/assemble-facts.ts';
import { readDocument, type UnreadableDocument } from './read/read-document.ts';
import { readLedger } from './read/read-ledger.ts';
import { readReceipt } from './read/read-receipt.ts';
import type { ReceiptSource } from './receipt-source.ts';

export interface VerificationEnvironment {
  /** Whom to believe: given by the verifier, never taken from the file. */
  readonly network: NetworkFile;
  readonly ledger: LedgerReader;
  /** Asked where the file holds no receipt, and for later seals. */
  readonly receipts?: ReceiptSource;
  readonly policy?: Policy;
  /** Against which a document's own validity is held; now, unless a test says otherwise. */
  readonly now?: Date;
}

/**
 * What a file's seals are worth. Whatever the bytes are, the answer is a report; a throw is a defect of ours.
 * First everything is read, then a pure function judges.
 */
export async function verifyDocument(bytes: Uint8Array, environment: VerificationEnvironment): Promise<Report> {
  const { policy = DEFAULT_POLICY, now = new Date() } = environment;
  const facts = await readFacts(bytes, environment);
  if ('unreadable' in facts) return unreadableReport(facts.unreadable);
  return conclude(facts, policy, now.getTime() / 1000);
}

/**
 * bytes → revisions and signatures → coverage and digest → record → CMS signature → what changed after → receipt → anchor with
 * time and epoch → seal and key of that epoch → status now.
 */
export async function readFacts(
  bytes: Uint8Array,
  environment: VerificationEnvironment,
): Promise<FileFacts | UnreadableDocument> {
  const { network, ledger, receipts: service } = environment;
  const document = await readDocument(bytes);
  if ('unreadable' in document) return document;
  const seals = document.signatures.filter((reading) => reading.kind === 'seal');
  const claims = await Promise.all(seals.map((seal) => readReceipt(seal, network, service)));
  const answers = await readLedger(ledger, claims);
  return assembleFacts(document, answers);
}
