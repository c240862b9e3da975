import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Unavailable } from '../../src/model/errors.ts';
import { runWorker, type StepResult } from '../../src/sealing/worker.ts';

const log = pino({ level: 'silent' });

test('sleeps when idle and wakes when called, also in the middle of a step', async () => {
  let steps = 0;
  let onStep = () => {};
  const worker = runWorker(
    'test',
    async (): Promise<StepResult> => {
      steps++;
      onStep();
      return 'idle';
    },
    log,
  );
  await expect.poll(() => steps).toBe(1);
  onStep = () => {
    onStep = () => {};
    worker.kick();
  };
  worker.kick();
  await expect.poll(() => steps).toBe(3);
  await worker.stop();
  worker.kick();
  expect(steps).toBe(3);
});

test('tries again what could not be done, whatever was thrown', async () => {
  const results = [new Unavailable('ledger-unreachable', 'no node'), new TypeError('a defect'), 'worked', 'idle'] as const;
  let steps = 0;
  const worker = runWorker(
    'test',
    async () => {
      const result = results[Math.min(steps++, 3)] ?? 'idle';
      if (result instanceof Error) throw result;
      return result;
    },
    log,
  );
  await expect.poll(() => steps, { timeout: 10_000 }).toBe(4);
  await worker.stop();
});

test('never takes two steps at once, and ends the one under way before it stops', async () => {
  let running = 0;
  let most = 0;
  let ended = 0;
  const worker = runWorker(
    'test',
    async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running--;
      ended++;
      return 'worked';
    },
    log,
  );
  for (let n = 0; n < 10; n++) worker.kick();
  await expect.poll(() => ended).toBeGreaterThan(0);
  await worker.stop();
  expect({ running, most }).toEqual({ running: 0, most: 1 });
});
