import { Unavailable } from '../../model/errors.ts';

/** What one asked node answered. */
export interface Answer<Value> {
  readonly url: string;
  readonly value: Value;
}

/** Asks every node at once and keeps the answers; `ledger-unreachable` where fewer than `quorum` came. */
export async function askAll<Value>(
  urls: readonly string[],
  quorum: number,
  ask: (url: string) => Promise<Value>,
): Promise<readonly Answer<Value>[]> {
  const results = await Promise.allSettled(urls.map(async (url) => ({ url, value: await ask(url) })));
  const answers = results.filter((result) => result.status === 'fulfilled').map((result) => result.value);
  if (answers.length >= Math.max(1, quorum)) return answers;
  const reasons = results.filter((result) => result.status === 'rejected').map((result) => String(result.reason?.message));
  throw new Unavailable(
    'ledger-unreachable',
    `${answers.length} of ${urls.length} chain nodes answered and ${quorum} must: ${reasons.join('; ')}`,
  );
}

/** The one value that all answers are; `nodes-disagree` where they are not all alike. */
export function agreed<Value>(answers: readonly Answer<Value>[], about: string): Value {
  const [first, ...others] = answers;
  if (first === undefined) throw new Unavailable('ledger-unreachable', `no chain node was asked about ${about}`);
  const dissenter = others.find(({ value }) => JSON.stringify(value) !== JSON.stringify(first.value));
  if (dissenter === undefined) return first.value;
  throw new Unavailable(
    'nodes-disagree',
    `${first.url} and ${dissenter.url} tell different things about ${about}: one of them is wrong or not up to date`,
  );
}
