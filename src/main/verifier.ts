import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { Refusal } from '../model/errors.ts';
import type { Report } from '../model/report.ts';
import type { VerificationThreadData } from './verification-thread.ts';

/** Verifies strangers' files away from the thread that serves and seals: none of them can keep it busy or use up its memory. */
export interface Verifier {
  /** One file after the other. Throws `Refusal` (`file-too-costly`) for one that takes too long or too much. */
  verify(file: Uint8Array): Promise<Report>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 60_000;
const MAX_HEAP_MB = 1024;

export function createVerifier(workerData: VerificationThreadData, log: Logger): Verifier {
  let thread: Worker | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  function running(): Worker {
    if (thread) return thread;
    const started = new Worker(new URL('./verification-thread.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    // Also when nobody asks: an error without a listener would end the service.
    started.on('error', () => {
      if (thread === started) thread = undefined;
    });
    thread = started;
    return thread;
  }

  async function ask(file: Uint8Array): Promise<Report> {
    const worker = running();
    try {
      const answer = once(worker, 'message', { signal: AbortSignal.timeout(TIMEOUT_MS) });
      worker.postMessage(file);
      const [report] = (await answer) as [Report];
      return report;
    } catch (cause) {
      // Whatever state it is in: the next file gets a new one.
      thread = undefined;
      await worker.terminate();
      log.error({ err: cause, bytes: file.length }, 'verifying a file failed');
      throw new Refusal(
        'file-too-costly',
        'Verifying this file took too long or too much memory. Verify it with the command line.',
      );
    }
  }

  return {
    verify(file) {
      const report = queue.then(() => ask(file));
      queue = report.catch(() => {});
      return report;
    },
    async close() {
      await thread?.terminate();
    },
  };
}
