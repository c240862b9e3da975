import { createHash, verify, X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readVectors } from '../../scripts/generate-vectors.ts';
import { embedReceipt } from '../../src/cms/embed-receipt.ts';
import { parseSealSignature, type SealSignature } from '../../src/cms/parse-signed-data.ts';
import { verifySignature } from '../../src/cms/verify-signature.ts';
import { openFileCustody } from '../../src/custody/file-custody.ts';
import type { Custody } from '../../src/custody/port.ts';
import { storeSeal } from '../../src/custody/seal-folder.ts';
import { createSealKey } from '../../src/custody/seal-key.ts';
import { anchorStatement, revocationStatement } from '../../src/custody/statements.ts';
import { leafOf } from '../../src/merkle/leaf.ts';
import { treeOf } from '../../src/merkle/tree.ts';
import type { Address, DocumentId, Leaf, SealId } from '../../src/model/identifiers.ts';
import { fromHex, type Hex, toHex } from '../../src/model/identifiers.ts';
import type { Receipt } from '../../src/model/receipt.ts';
import type { SealingRecord } from '../../src/model/sealing-record.ts';

const [vector] = readVectors('cms.json') as { record: SealingRecord; receipt: Receipt; cms: Hex }[];
if (!vector) throw new RangeError('no CMS vector');
const passphrase = 'passphrase';
const sealId = vector.record.sealId;
const otherSealId = `0x${'0e'.repeat(32)}` as SealId;
const mark = new TextEncoder().encode('0 0 1 rg 0 0 10 10 re f');
const terms = { chainId: 31337, ledger: `0x${'1e'.repeat(20)}` as Address, epoch: 7 };
const recordOf = (number: number, seal = sealId): SealingRecord => ({
  ...vector.record,
  documentId: number.toString(16).padStart(32, '0') as DocumentId,
  sealId: seal,
});

const keyFile = (algorithm: 'P-256' | 'RSA', chosen = passphrase) =>
  createSealKey({ algorithm, commonName: algorithm, passphrase: chosen });
let directory: string;
let custody: Custody;
let p256: Awaited<ReturnType<typeof keyFile>>;
let rsa: Awaited<ReturnType<typeof keyFile>>;

beforeAll(async () => {
  [p256, rsa] = await Promise.all([keyFile('P-256'), keyFile('RSA')]);
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vermilion-custody-'));
  custody = openFileCustody(directory, passphrase);
  await storeSeal(directory, sealId, { p12: p256.p12, mark });
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('storeSeal', () => {
  test('leaves two files that only this user can read, and nothing else', async () => {
    await storeSeal(directory, sealId, { p12: rsa.p12, mark });
    const folder = join(directory, sealId);
    expect((await readdir(folder)).toSorted()).toEqual(['key.p12', 'mark']);
    const modes = await Promise.all(
      [folder, join(folder, 'key.p12'), join(folder, 'mark')].map(async (path) => (await stat(path)).mode),
    );
    expect(modes.map((mode) => mode & 0o777)).toEqual([0o700, 0o600, 0o600]);
  });

  test('takes no name that would lead out of the folder', async () => {
    await expect(storeSeal(directory, '../elsewhere' as SealId, { p12: rsa.p12, mark })).rejects.toThrow(RangeError);
  });
});

describe('material', () => {
  test('is the certificate and the mark', async () => {
    expect(await custody.material(sealId)).toEqual({ sealId, certificate: p256.certificate, mark: expect.anything() });
    expect(Uint8Array.from((await custody.material(sealId)).mark)).toEqual(mark);
  });

  test('of a seal that is elsewhere: seal-not-in-custody, until it is stored', async () => {
    await expect(custody.material(otherSealId)).rejects.toMatchObject({ name: 'Refusal', code: 'seal-not-in-custody' });
    await storeSeal(directory, otherSealId, { p12: rsa.p12, mark });
    expect((await custody.material(otherSealId)).certificate).toEqual(rsa.certificate);
  });

  test('after a rotation: of the new key', async () => {
    await custody.material(sealId);
    await storeSeal(directory, sealId, { p12: rsa.p12, mark });
    expect((await custody.material(sealId)).certificate).toEqual(rsa.certificate);
  });

  test('where the mark is missing: seal-not-in-custody, until it is back', async () => {
    const path = join(directory, sealId, 'mark');
    await rm(path);
    await expect(custody.material(sealId)).rejects.toMatchObject({ code: 'seal-not-in-custody' });
    await writeFile(path, mark);
    expect((await custody.material(sealId)).certificate).toEqual(p256.certificate);
  });

  test('under another passphrase: custody-locked, which is not kept', async () => {
    await storeSeal(directory, otherSealId, { p12: (await keyFile('P-256', 'another')).p12, mark });
    await expect(custody.material(otherSealId)).rejects.toMatchObject({ name: 'Unavailable', code: 'custody-locked' });
    await storeSeal(directory, otherSealId, { p12: rsa.p12, mark });
    expect((await custody.material(otherSealId)).certificate).toEqual(rsa.certificate);
  });
});

describe.each(['P-256', 'RSA'] as const)('with a key of %s', (algorithm) => {
  let publicKey: Parameters<typeof verify>[2];
  beforeEach(async () => {
    const { p12, certificate } = algorithm === 'P-256' ? p256 : rsa;
    await storeSeal(directory, sealId, { p12, mark });
    publicKey = { key: new X509Certificate(certificate).publicKey, dsaEncoding: 'ieee-p1363' };
  });

  test('signSealing: a CMS over the record, without a receipt', async () => {
    const parsed = parseSealSignature(await custody.signSealing(recordOf(1))) as SealSignature;
    expect(parsed).toMatchObject({ record: recordOf(1), certificate: { algorithm } });
    expect(parsed).not.toHaveProperty('receipt');
    expect(await verifySignature(parsed)).toBe(true);
  });

  test('signStatement: leaves, root and a signature over the anchor statement', async () => {
    const [first, ...rest] = await Promise.all([1, 2, 3].map((number) => custody.signSealing(recordOf(number))));
    const signed = [embedReceipt(first ?? new Uint8Array(), vector.receipt), ...rest];
    const { root, leaves, signature } = await custody.signStatement(sealId, terms, signed);
    expect(leaves).toEqual([1, 2, 3].map((number) => leafOf(recordOf(number))));
    expect(root).toBe(treeOf(leaves).root);
    const statement = anchorStatement({ ...terms, sealId, root, leafCount: 3 });
    expect(verify('sha256', statement, publicKey, fromHex(signature))).toBe(true);
  });

  test('signRevocation: a signature over the revocation statement', async () => {
    const revocation = { sealId: otherSealId, leaf: `0x${'1f'.repeat(32)}` as Leaf, reason: 'withdrawn' } as const;
    const signature = await custody.signRevocation(sealId, terms, revocation);
    const statement = revocationStatement({ ...terms, ...revocation, signingSealId: sealId });
    expect(verify('sha256', statement, publicKey, fromHex(signature))).toBe(true);
  });
});

describe('signStatement refuses a batch with a foreign leaf', () => {
  const FOREIGN: [what: string, make: () => Promise<Uint8Array>][] = [
    ['a seal with another key', async () => fromHex(vector.cms)],
    [
      'another seal of this custody, with the same key',
      async () => {
        await storeSeal(directory, otherSealId, { p12: p256.p12, mark });
        return custody.signSealing(recordOf(9, otherSealId));
      },
    ],
    [
      'this seal, but before a rotation',
      async () => {
        const before = await custody.signSealing(recordOf(9));
        await storeSeal(directory, sealId, { p12: rsa.p12, mark });
        return before;
      },
    ],
    [
      'this seal, but changed afterwards',
      async () => {
        const hex = toHex(await custody.signSealing(recordOf(9)));
        const digest = recordOf(9).documentDigest.slice(2);
        return fromHex(hex.replace(digest, createHash('sha256').update('another').digest('hex')));
      },
    ],
    [
      'this seal, with a digest algorithm named that no signature covers',
      async () => {
        await storeSeal(directory, sealId, { p12: rsa.p12, mark });
        const hex = toHex(await custody.signSealing(recordOf(9)));
        return fromHex(hex.replaceAll('0609608648016503040201', '0609608648016503040202'));
      },
    ],
    ['no seal of ours', async () => new TextEncoder().encode('not a CMS')],
    ['a seal cut short', async () => (await custody.signSealing(recordOf(9))).subarray(0, -1)],
  ];
  test.each(FOREIGN)('%s', async (_, make) => {
    const foreign = await make();
    const own = await custody.signSealing(recordOf(1));
    await expect(custody.signStatement(sealId, terms, [own, foreign])).rejects.toMatchObject({
      name: 'Refusal',
      code: 'foreign-leaf',
    });
    await expect(custody.signStatement(sealId, terms, [own])).resolves.toMatchObject({ leaves: [leafOf(recordOf(1))] });
  });
});
