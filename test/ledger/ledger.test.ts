import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { revocationStatement, rotationStatement } from '../../src/custody/statements.ts';
import { createLedgerReader } from '../../src/ledger/read/ethers-reader.ts';
import { createAnchorWriter, createRegistryWriter, createRevocationWriter } from '../../src/ledger/write/ethers-writer.ts';
import type { Anchoring, AnchoringResult, AnchorWriter } from '../../src/ledger/write/port.ts';
import type { AgencyId, Leaf, SealId } from '../../src/model/identifiers.ts';
import { startTestChain, type TestChain } from '../support/chain.ts';
import { issueSeal, randomDigest, randomRoot, registerSeal, stateBatch } from '../support/registered-seal.ts';
import { createP256Key, createRsaKey } from '../support/statement-key.ts';

let chain: TestChain;
let anchors: AnchorWriter;
beforeAll(async () => {
  chain = await startTestChain();
  anchors = createAnchorWriter(chain.network, chain.keys.relay);
});
afterAll(() => chain.stop());

const snapshot = () => createLedgerReader(chain.network).snapshot();
const registrar = () => createRegistryWriter(chain.network, chain.keys.registrar);
const supervisor = () => createRegistryWriter(chain.network, chain.keys.supervisor);

async function anchor(...anchorings: readonly Anchoring[]): Promise<readonly AnchoringResult[]> {
  const prepared = await anchors.prepare(anchorings);
  await anchors.send(prepared);
  const outcome = await anchors.outcome(prepared, anchorings);
  if (typeof outcome === 'string') throw new Error(`the batch is ${outcome}`);
  return outcome;
}

describe('registry', () => {
  test.each([
    ['P-256', createP256Key()],
    ['RSA', createRsaKey(3072)],
  ])('a seal with a %s key is read back as it was issued', async (_, key) => {
    const { sealId, agencyId } = await registerSeal(chain, { key, kind: 'finance', name: '杭州市财政局' });
    const seal = await (await snapshot()).seal(sealId);
    expect(seal).toMatchObject({
      sealId,
      agency: { agencyId, name: '杭州市财政局' },
      kind: 'finance',
      epochs: [{ epoch: 1, status: 'active', keyVersion: 1 }],
      keys: [{ version: 1, key: key.key }],
    });
    expect(seal?.keys[0]).not.toHaveProperty('compromisedSince');
  });

  test('what is not there is undefined', async () => {
    const now = await snapshot();
    expect(await now.seal(randomDigest() as unknown as SealId)).toBeUndefined();
    expect(await now.agency(randomDigest() as unknown as AgencyId)).toBeUndefined();
    expect(await now.anchor(randomDigest() as unknown as SealId, randomRoot())).toBeUndefined();
    expect(await now.revocation(randomDigest() as unknown as SealId, randomDigest() as unknown as Leaf)).toBeUndefined();
  });

  test('agencies and seals are listed in the order of enrolment', async () => {
    const first = await registerSeal(chain);
    const invoice = await issueSeal(chain, { ...first, physicalCode: 'S-invoice', key: createP256Key(), kind: 'invoice' });
    const second = await registerSeal(chain);
    const now = await snapshot();
    expect((await now.agencies()).map(({ agencyId }) => agencyId).slice(-2)).toEqual([first.agencyId, second.agencyId]);
    expect((await now.seals(first.agencyId)).map(({ sealId }) => sealId)).toEqual([first.sealId, invoice.sealId]);
    expect((await now.seals()).map(({ sealId }) => sealId).slice(-3)).toEqual([first.sealId, invoice.sealId, second.sealId]);
  });

  test('the whole life of a seal is one history', async () => {
    const seal = await registerSeal(chain);
    const next = createRsaKey();
    const { chainId, registry } = chain.network;
    const certificateDigest = randomDigest();
    const statement = rotationStatement({
      chainId,
      registry,
      sealId: seal.sealId,
      epoch: 1,
      newKey: next.key,
      certificateDigest,
    });
    await createRegistryWriter(chain.network, chain.keys.relay).rotateKey({
      sealId: seal.sealId,
      algorithm: next.algorithm,
      key: next.key,
      certificateDigest,
      possession: next.sign(statement),
      authorisation: seal.key.sign(statement),
    });
    await registrar().suspendSeal(seal.sealId);
    await registrar().reinstateSeal(seal.sealId);
    const enrolledAt = (await (await snapshot()).seal(seal.sealId))?.keys[0]?.enrolledAt ?? 0;
    await supervisor().declareCompromise(seal.sealId, 1, enrolledAt);
    await registrar().revokeSeal(seal.sealId);

    const { epochs, keys } = (await (await snapshot()).seal(seal.sealId)) ?? {};
    expect(epochs?.map(({ epoch, status, keyVersion }) => [epoch, status, keyVersion])).toEqual([
      [1, 'active', 1],
      [2, 'active', 2],
      [3, 'suspended', 2],
      [4, 'active', 2],
      [5, 'revoked', 2],
    ]);
    expect(keys?.map(({ compromisedSince }) => compromisedSince)).toEqual([enrolledAt, undefined]);
  });

  test.each<[code: string, attempt: (seal: SealId) => Promise<unknown>]>([
    ['access-managed-unauthorized', (seal) => supervisor().revokeSeal(seal)],
    ['access-managed-unauthorized', (seal) => registrar().declareCompromise(seal, 1, 1)],
    ['wrong-seal-status', (seal) => registrar().reinstateSeal(seal)],
    ['unknown-key-version', (seal) => supervisor().declareCompromise(seal, 2, 1)],
    ['invalid-compromise-time', (seal) => supervisor().declareCompromise(seal, 1, 1)],
    ['unknown-seal', () => registrar().retireSeal(randomDigest() as unknown as SealId)],
    ['empty-agency-name', () => registrar().enrolAgency({ code: 'X', name: '' })],
  ])('refuses with %s', async (code, attempt) => {
    const { sealId } = await registerSeal(chain);
    await expect(attempt(sealId)).rejects.toMatchObject({ name: 'Refusal', code });
  });
});

describe('anchoring', () => {
  test('an anchor is read back with its transaction', async () => {
    const seal = await registerSeal(chain);
    const batch = stateBatch(chain, seal, { leafCount: 3 });
    const [result] = await anchor(batch);
    const read = await (await snapshot()).anchor(seal.sealId, batch.root);
    expect(result).toEqual({ outcome: 'anchored', anchor: expect.objectContaining({ epoch: 1, leafCount: 3 }) });
    if (result?.outcome === 'anchored') expect(read).toEqual({ ...result.anchor, final: true });
  });

  test('a batch reports what fails and anchors the rest, RSA included', async () => {
    const seal = await registerSeal(chain);
    const rsa = await registerSeal(chain, { key: createRsaKey(4096) });
    const foreign = { ...stateBatch(chain, rsa), sealId: seal.sealId };
    const outcomes = await anchor(
      stateBatch(chain, seal),
      foreign,
      stateBatch(chain, rsa),
      stateBatch(chain, seal, { epoch: 2 }),
      stateBatch(chain, { ...seal, sealId: randomDigest() as unknown as SealId }),
    );
    expect(outcomes.map((result) => (result.outcome === 'refused' ? result.reason : result.outcome))).toEqual([
      'anchored',
      'InvalidStatement',
      'anchored',
      'InvalidStatement',
      'UnknownSeal',
    ]);
  });

  test('repeating makes no second record, whoever does it', async () => {
    const seal = await registerSeal(chain);
    const batch = stateBatch(chain, seal);
    const [first] = await anchor(batch);
    await registrar().suspendSeal(seal.sealId);
    expect(await anchor(batch)).toEqual([first]);
  });

  test('a prepared transaction can be lost, unknown, sent twice', async () => {
    const seal = await registerSeal(chain);
    const [one, other] = [stateBatch(chain, seal), stateBatch(chain, seal)];
    const first = await anchors.prepare([one]);
    const second = await anchors.prepare([other]);
    expect(await anchors.outcome(first, [one])).toBe('unknown');
    await anchors.send(first);
    await anchors.send(first);
    await anchors.send(second);
    expect(await anchors.outcome(first, [one])).toMatchObject([{ outcome: 'anchored' }]);
    expect(await anchors.outcome(second, [other])).toBe('lost');
  });

  test('a transaction that waits is pending', async () => {
    const batch = stateBatch(chain, await registerSeal(chain));
    await chain.rpc('evm_setAutomine', [false]);
    try {
      const prepared = await anchors.prepare([batch]);
      await anchors.send(prepared);
      expect(await anchors.outcome(prepared, [batch])).toBe('pending');
      await chain.mine(1);
      expect(await anchors.outcome(prepared, [batch])).toMatchObject([{ outcome: 'anchored' }]);
    } finally {
      await chain.rpc('evm_setAutomine', [true]);
    }
  });

  test('an anchor is final once enough blocks have followed', async () => {
    const patient = { ...chain.network, confirmations: 2 };
    const writer = createAnchorWriter(patient, chain.keys.relay);
    const seal = await registerSeal(chain);
    const batch = stateBatch(chain, seal);
    const prepared = await writer.prepare([batch]);
    await writer.send(prepared);
    const isFinal = async () => (await (await createLedgerReader(patient).snapshot()).anchor(seal.sealId, batch.root))?.final;
    await chain.mine(1);
    expect([await isFinal(), await writer.outcome(prepared, [batch])]).toEqual([false, 'pending']);
    await chain.mine(1);
    expect([await isFinal(), await writer.outcome(prepared, [batch])]).toEqual([
      true,
      [expect.objectContaining({ outcome: 'anchored' })],
    ]);
  });
});

describe('revoking a document', () => {
  /** A batch of one: root and leaf are the same, the path is empty. */
  async function anchoredDocument() {
    const seal = await registerSeal(chain);
    const batch = stateBatch(chain, seal);
    await anchor(batch);
    return { seal, root: batch.root, leaf: batch.root as unknown as Leaf };
  }

  async function revoke(
    { seal, root, leaf }: Awaited<ReturnType<typeof anchoredDocument>>,
    signing: { sealId: SealId; key: { sign(preimage: Uint8Array): `0x${string}` } } = seal,
    epoch = 1,
  ) {
    const { chainId, ledger } = chain.network;
    const terms = { sealId: seal.sealId, leaf, reason: 'superseded', replacement: randomDigest() as unknown as Leaf } as const;
    const signature = signing.key.sign(revocationStatement({ chainId, ledger, signingSealId: signing.sealId, epoch, ...terms }));
    const relay = createRevocationWriter(chain.network, chain.keys.relay);
    return { ...terms, ...(await relay.revokeDocument({ ...terms, root, path: [], signingSealId: signing.sealId, signature })) };
  }

  test('is read back with reason and replacement', async () => {
    const document = await anchoredDocument();
    const { reason, replacement, revokedAt } = await revoke(document);
    const { sealId } = document.seal;
    expect(await (await snapshot()).revocation(sealId, document.leaf)).toEqual({
      sealId,
      leaf: document.leaf,
      reason,
      replacement,
      revokedAt,
    });
  });

  test('another seal of the agency may sign, one of another agency may not', async () => {
    const document = await anchoredDocument();
    await expect(revoke(document, await registerSeal(chain))).rejects.toMatchObject({ code: 'foreign-seal' });
    const sibling = await issueSeal(chain, {
      agencyId: document.seal.agencyId,
      physicalCode: 'S-sibling',
      key: createP256Key(),
      kind: 'approval',
    });
    await revoke(document, sibling);
    expect(await (await snapshot()).revocation(document.seal.sealId, document.leaf)).toBeDefined();
  });

  test('is void when the key turns out to have been in other hands, and a valid one takes its place', async () => {
    const document = await anchoredDocument();
    const { sealId, agencyId } = document.seal;
    await revoke(document);
    const enrolledAt = (await (await snapshot()).seal(sealId))?.keys[0]?.enrolledAt ?? 0;
    await supervisor().declareCompromise(sealId, 1, enrolledAt);
    expect(await (await snapshot()).revocation(sealId, document.leaf)).toBeUndefined();

    const sibling = await issueSeal(chain, { agencyId, physicalCode: 'S-valid', key: createP256Key(), kind: 'approval' });
    const valid = await revoke(document, sibling);
    expect(await (await snapshot()).revocation(sealId, document.leaf)).toMatchObject({ revokedAt: valid.revokedAt });
  });
});
