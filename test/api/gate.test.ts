import { expect, test } from 'vitest';
import { createGate } from '../../src/api/gate.ts';

test('lets so many through, keeps so many waiting, and turns away the rest', async () => {
  const gate = createGate({ width: 2, queue: 1 });
  const releases: (() => void)[] = [];
  const work = (name: string) => gate.run(() => new Promise<string>((resolve) => releases.push(() => resolve(name))));
  const [a, b, c] = [work('a'), work('b'), work('c')];
  expect(releases).toHaveLength(2);
  await expect(work('d')).rejects.toMatchObject({ code: 'too-busy' });

  releases[0]?.();
  expect(await a).toBe('a');
  await expect.poll(() => releases.length).toBe(3);
  releases[1]?.();
  releases[2]?.();
  expect(await Promise.all([b, c])).toEqual(['b', 'c']);
});

test('a place is free again after work that failed', async () => {
  const gate = createGate({ width: 1, queue: 0 });
  await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await gate.run(async () => 'yes')).toBe('yes');
});
