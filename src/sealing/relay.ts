import { Unavailable } from '../model/errors.ts';
import type { StepResult } from './worker.ts';

/** The relay's account has one row of nonces: whatever else it sends goes out between two anchoring transactions. */
export interface Relay {
  /** Runs when no transaction is under way. Throws `Unavailable` (`relay-busy`) if its turn does not come soon. */
  run<T>(errand: () => Promise<T>): Promise<T>;
  /** For the worker: runs the oldest errand, if there is one. */
  step(): Promise<StepResult | undefined>;
}

const PATIENCE_MS = 20_000;

export function createRelay(kick: () => void): Relay {
  const errands: (() => Promise<void>)[] = [];
  return {
    run(errand) {
      return new Promise((resolve, reject) => {
        const task = async () => {
          clearTimeout(timer);
          await errand().then(resolve, reject);
        };
        const timer = setTimeout(() => {
          errands.splice(errands.indexOf(task), 1);
          reject(new Unavailable('relay-busy', 'An earlier transaction still waits for the chain. Nothing was sent; try again.'));
        }, PATIENCE_MS);
        errands.push(task);
        kick();
      });
    },
    async step() {
      const errand = errands.shift();
      await errand?.();
      return errand && 'worked';
    },
  };
}
