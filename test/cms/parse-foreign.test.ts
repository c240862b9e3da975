import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readVectors } from '../../scripts/generate-vectors.ts';
import { parseForeignSignature } from '../../src/cms/parse-foreign.ts';
import { fromHex, type Hex } from '../../src/model/identifiers.ts';

const vectors = readVectors('foreign.json') as { made: string; content: string; signer: string; integrity: string; cms: Hex }[];
const digestsOf = (content: string) => async (algorithm: string) =>
  createHash(algorithm.replace('-', '').toLowerCase()).update(content).digest();

describe.each(vectors)('$made', ({ content, signer, integrity, cms }) => {
  test(`is ${integrity}, by '${signer}'`, async () => {
    expect(await parseForeignSignature(fromHex(cms), digestsOf(content))).toEqual({ signer, integrity });
  });

  test('is not intact over another content', async () => {
    const { integrity: over } = await parseForeignSignature(fromHex(cms), digestsOf(`${content} `));
    expect(over).toBe(integrity === 'intact' ? 'altered' : integrity);
  });

  test('is not intact with the last byte of its value changed', async () => {
    const changed = fromHex(cms);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect((await parseForeignSignature(changed, digestsOf(content))).integrity).not.toBe('intact');
  });
});

test.each([
  ['nothing', new Uint8Array()],
  ['zeros', new Uint8Array(64)],
  ['text', new TextEncoder().encode('not a CMS at all')],
  ['nested too deep', new Uint8Array(20_000).fill(0x30)],
])('%s is malformed', async (_, cms) => {
  expect(await parseForeignSignature(cms, digestsOf(''))).toEqual({ signer: '', integrity: 'malformed' });
});
