import type { DocumentId } from '../model/identifiers.ts';
import type { DocumentStore } from '../store/documents.ts';
import type { StoredDocument } from '../store/stored-document.ts';

/** Lets a request wait until its document is sealed or has failed. */
export interface Settlements {
  announce(documentId: DocumentId): void;
  /** The document as it stands when it settled, or when the time was over. */
  wait(documentId: DocumentId, ms: number): Promise<StoredDocument | undefined>;
}

export function createSettlements(documents: DocumentStore): Settlements {
  const waiting = new Map<DocumentId, Set<() => void>>();
  return {
    announce(documentId) {
      for (const wake of waiting.get(documentId) ?? []) wake();
    },
    async wait(documentId, ms) {
      // Listening begins before looking, so that nothing settles unheard in between.
      const { promise: settled, resolve: wake } = Promise.withResolvers<void>();
      const wakes = waiting.get(documentId) ?? new Set();
      waiting.set(documentId, wakes.add(wake));
      const timer = setTimeout(wake, ms);
      try {
        const document = await documents.find(documentId);
        if (!document || document.state === 'sealed' || document.state === 'failed') return document;
        await settled;
        return await documents.find(documentId);
      } finally {
        clearTimeout(timer);
        wakes.delete(wake);
        if (wakes.size === 0) waiting.delete(documentId);
      }
    },
  };
}
