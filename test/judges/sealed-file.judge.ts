import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSample } from '../../scripts/samples/make-sample.ts';
import { startTestChain, type TestChain } from '../support/chain.ts';
import { sealFile } from '../support/seal-file.ts';
import { createTestKey, issueTestSeal } from '../support/test-seal.ts';

/** Whole files with their receipts, sealed by P-256 and counter-sealed by RSA: poppler, qpdf and pyHanko must agree with us. */
const PYTHON = process.env['JUDGE_PYTHON'] ?? 'python3';
const folder = mkdtempSync(path.join(tmpdir(), 'vermilion-judge-'));
let chain: TestChain;
const once = path.join(folder, 'once.pdf');
const twice = path.join(folder, 'twice.pdf');
const changed = path.join(folder, 'changed.pdf');

beforeAll(async () => {
  chain = await startTestChain();
  const first = await sealFile(chain, await makeSample('zh'), await issueTestSeal(chain, { agencyName: '杭州市数据资源管理局' }));
  const rsa = await issueTestSeal(chain, { key: await createTestKey({ algorithm: 'RSA' }) });
  const second = await sealFile(chain, first.bytes, rsa, { record: { previousLeaf: first.leaf } });
  writeFileSync(once, first.bytes);
  writeFileSync(twice, second.bytes);
  const tampered = Uint8Array.from(first.bytes);
  tampered[1000] = (tampered[1000] ?? 0) ^ 1;
  writeFileSync(changed, tampered);
});

afterAll(async () => {
  await chain?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const pyhanko = (file: string): readonly Record<string, unknown>[] =>
  JSON.parse(execFileSync(PYTHON, [path.join(import.meta.dirname, 'pyhanko_judge.py'), file], { encoding: 'utf8' }));

function pdfsig(file: string): string[] {
  const { error, stdout } = spawnSync('pdfsig', ['-nocert', file], { encoding: 'utf8' });
  if (error) throw error;
  return stdout.split(/^Signature #/m).slice(1);
}

describe('pdfsig', () => {
  test('finds both signatures valid, the last over the whole file', () => {
    const signatures = pdfsig(twice);
    expect(signatures).toHaveLength(2);
    for (const signature of signatures) expect(signature).toContain('Signature is Valid');
    expect(signatures[0]).toContain('Not total document signed');
    expect(signatures[1]).toContain('Total document signed');
  });

  test('finds the digest of a changed file wrong', () => {
    expect(pdfsig(changed)[0]).toContain('Digest Mismatch');
  });
});

test.each([once, twice])('qpdf has nothing to say against %s', (file) => {
  expect(execFileSync('qpdf', ['--check', file], { encoding: 'utf8' })).toContain('No syntax or stream encoding errors found');
});

describe('pyHanko', () => {
  test('finds one seal intact and valid over the entire file', () => {
    expect(pyhanko(once)).toEqual([
      expect.objectContaining({ intact: true, valid: true, coverage: 'ENTIRE_FILE', changes: 'NONE' }),
    ]);
  });

  test('finds a counter-seal to be a permitted change', () => {
    expect(pyhanko(twice)).toEqual([
      expect.objectContaining({ intact: true, valid: true, coverage: 'ENTIRE_REVISION', changes: 'FORM_FILLING' }),
      expect.objectContaining({ intact: true, valid: true, coverage: 'ENTIRE_FILE', changes: 'NONE' }),
    ]);
  });

  test('finds a changed file altered', () => {
    expect(pyhanko(changed)).toEqual([expect.objectContaining({ intact: false })]);
  });
});
