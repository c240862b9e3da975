import type { Logger } from 'pino';
import { Unavailable } from '../model/errors.ts';

/** What one step found: work done, something outside to wait for, or nothing to do until somebody calls. */
export type StepResult = 'worked' | 'waiting' | 'idle';

export interface Worker {
  /** There may be something to do. */
  kick(): void;
  /** Resolves when the step under way has ended. */
  stop(): Promise<void>;
}

const POLL_MS = { first: 25, most: 1000 };
const BACKOFF_MS = { first: 250, most: 30_000 };

/**
 * Repeats the step, one at a time. Each step persists what it did before it returns, so stopping between two, or being killed
 * within one, loses nothing. A step that throws is tried again, ever more rarely.
 */
export function runWorker(name: string, step: () => Promise<StepResult>, log: Logger): Worker {
  let stopped = false;
  let kicked = false;
  let wake = () => {};

  const sleep = (ms: number | undefined) =>
    new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (stopped || kicked) wake();
    });

  async function run() {
    let pollMs = POLL_MS.first;
    let backoffMs = BACKOFF_MS.first;
    while (!stopped) {
      kicked = false;
      try {
        const result = await step();
        backoffMs = BACKOFF_MS.first;
        if (result === 'worked') pollMs = POLL_MS.first;
        if (result === 'idle') await sleep(undefined);
        if (result === 'waiting') {
          await sleep(pollMs);
          pollMs = Math.min(2 * pollMs, POLL_MS.most);
        }
      } catch (error) {
        if (error instanceof Unavailable) log.warn({ worker: name, code: error.code, retryMs: backoffMs }, error.message);
        else log.error({ worker: name, err: error, retryMs: backoffMs }, 'a step failed');
        kicked = false;
        await sleep(backoffMs);
        backoffMs = Math.min(2 * backoffMs, BACKOFF_MS.most);
      }
    }
  }

  const running = run();
  return {
    kick() {
      kicked = true;
      wake();
    },
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}
