import type { DocumentId } from '../model/identifiers.ts';
import type { Receipt } from '../model/receipt.ts';

/**
 * A service that remembers sealings. Nothing it says is believed: a receipt is checked like the file's own, a successor is a
 * notice and no more. Both may throw `Unavailable`, which counts as knowing nothing.
 */
export interface ReceiptSource {
  receipt(documentId: DocumentId): Promise<Receipt | undefined>;
  /** The document that was sealed over this one in the same file. */
  successor(documentId: DocumentId): Promise<DocumentId | undefined>;
}
