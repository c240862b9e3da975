import { Unavailable } from '../model/errors.ts';

/** Bounds how much of one kind of work is in memory at once. */
export interface Gate {
  /** Runs the work when a place is free. Throws `Unavailable` (`too-busy`) where too many wait already. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function createGate({ width, queue }: { width: number; queue: number }): Gate {
  let busy = 0;
  const waiting: (() => void)[] = [];
  return {
    async run(work) {
      if (busy >= width) {
        if (waiting.length >= queue)
          throw new Unavailable('too-busy', 'Too many files are being handled. Try again in a moment.');
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else {
        busy++;
      }
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else busy--;
      }
    },
  };
}
