import { randomBytes } from 'node:crypto';
import { id } from 'ethers';
import { sha256 } from '#sha256';
import { drawMark } from '../../src/appearance/draw-mark.ts';
import { createSealKey } from '../../src/custody/seal-key.ts';
import { openSigningKey, type SigningKey } from '../../src/custody/signing-key.ts';
import { anchorStatement, enrolmentStatement, revocationStatement, rotationStatement } from '../../src/custody/statements.ts';
import { createAnchorWriter, createRegistryWriter, createRevocationWriter } from '../../src/ledger/write/ethers-writer.ts';
import { treeOf } from '../../src/merkle/tree.ts';
import { type AgencyId, type Digest, type Leaf, type SealId, toHex } from '../../src/model/identifiers.ts';
import type { Receipt } from '../../src/model/receipt.ts';
import type { RevocationReason, SealKind } from '../../src/model/registry.ts';
import type { VectorForm } from '../../src/model/vector-form.ts';
import type { TestChain } from './chain.ts';

/** A seal on a test chain whose key is in the test's hands, so that it can also do what custody refuses. */
export interface TestSeal {
  readonly agencyId: AgencyId;
  readonly agencyName: string;
  readonly sealId: SealId;
  readonly physicalCode: string;
  readonly key: SigningKey;
  readonly mark: VectorForm;
}

export interface SealTerms {
  readonly agencyName?: string;
  readonly agencyCode?: string;
  readonly physicalCode?: string;
  readonly key?: SigningKey;
  readonly mark?: VectorForm;
}

const PASSPHRASE = 'correct horse';

/** A sealing key with its self-signed certificate, as `seal-key create` makes it. */
export async function createTestKey(
  terms: { readonly algorithm?: 'P-256' | 'RSA'; readonly validFrom?: Date; readonly validUntil?: Date } = {},
): Promise<SigningKey> {
  const { p12 } = await createSealKey({ algorithm: 'P-256', commonName: 'Test agency', passphrase: PASSPHRASE, ...terms });
  return openSigningKey(p12, PASSPHRASE);
}

/** A seal that no registry knows. */
export async function makeSeal(terms: SealTerms = {}): Promise<TestSeal> {
  const suffix = randomBytes(6).toString('hex');
  const { agencyName = 'Sở Xây dựng', agencyCode = `A-${suffix}`, physicalCode = `S-${suffix}` } = terms;
  return {
    agencyId: id(agencyCode) as AgencyId,
    agencyName,
    sealId: id(physicalCode) as SealId,
    physicalCode,
    key: terms.key ?? (await createTestKey()),
    mark: terms.mark ?? drawMark({ agencyName, kind: 'official', physicalCode }),
  };
}

/** Enrols an agency of its own and issues it an official seal. */
export async function issueTestSeal(chain: TestChain, terms: SealTerms = {}): Promise<TestSeal> {
  const code = terms.agencyCode ?? `A-${randomBytes(6).toString('hex')}`;
  const seal = await makeSeal({ ...terms, agencyCode: code });
  await createRegistryWriter(chain.network, chain.keys.registrar).enrolAgency({ code, name: seal.agencyName });
  return issue(chain, seal, 'official');
}

/** Issues the seal's agency another one, for another purpose. */
export async function issueAnotherSeal(chain: TestChain, { agencyId, agencyName }: TestSeal): Promise<TestSeal> {
  return issue(chain, { ...(await makeSeal({ agencyName })), agencyId }, 'contract');
}

async function issue(chain: TestChain, seal: TestSeal, kind: SealKind): Promise<TestSeal> {
  const { agencyId } = seal;
  const { certificate } = seal.key;
  const now = Math.floor(Date.now() / 1000);
  const terms = {
    agencyId,
    kind,
    certificateDigest: certificate.digest,
    markDigest: toHex(await sha256([seal.mark.content])) as Digest,
    validFrom: now - 86_400,
    validUntil: now + 3_650 * 86_400,
  };
  const statement = enrolmentStatement(
    { ...terms, chainId: chain.network.chainId, registry: chain.network.registry, sealId: seal.sealId },
    certificate.key,
  );
  await createRegistryWriter(chain.network, chain.keys.registrar).issueSeal({
    ...terms,
    physicalCode: seal.physicalCode,
    algorithm: certificate.algorithm,
    key: certificate.key,
    possession: toHex(await seal.key.sign(statement)),
  });
  return seal;
}

/** The seal with a new key in place of its old one; `epoch` is the one before. */
export async function rotateTestSeal(chain: TestChain, seal: TestSeal, epoch = 1): Promise<TestSeal> {
  const next = await createTestKey();
  const { chainId, registry } = chain.network;
  const { key: newKey, digest: certificateDigest, algorithm } = next.certificate;
  const statement = rotationStatement({ chainId, registry, sealId: seal.sealId, epoch, newKey, certificateDigest });
  await createRegistryWriter(chain.network, chain.keys.registrar).rotateKey({
    sealId: seal.sealId,
    algorithm,
    key: newKey,
    certificateDigest,
    possession: toHex(await next.sign(statement)),
    authorisation: toHex(await seal.key.sign(statement)),
  });
  return { ...seal, key: next };
}

/** States the leaves as one batch, truly or with another count, and answers with a receipt for each, in their order. */
export async function anchorLeaves(
  chain: TestChain,
  { sealId, key }: TestSeal,
  leaves: readonly Leaf[],
  { epoch = 1, leafCount = leaves.length }: { readonly epoch?: number; readonly leafCount?: number } = {},
): Promise<Receipt[]> {
  const { chainId, ledger } = chain.network;
  const { root, path } = treeOf(leaves);
  const statement = anchorStatement({ chainId, ledger, sealId, epoch, root, leafCount });
  const anchoring = { sealId, root, leafCount, epoch, signature: toHex(await key.sign(statement)) };
  const writer = createAnchorWriter({ ...chain.network, confirmations: 0 }, chain.keys.relay);
  const transaction = await writer.prepare([anchoring]);
  await writer.send(transaction);
  const outcome = await writer.outcome(transaction, [anchoring]);
  const [result] = typeof outcome === 'string' ? [] : outcome;
  if (result?.outcome !== 'anchored') throw new Error(`not anchored: ${JSON.stringify(result ?? outcome)}`);
  const { block } = result.anchor;
  return leaves.map((leaf) => ({
    version: 1,
    chainId,
    ledger,
    root,
    leafCount,
    path: path(leaf),
    transaction: transaction.digest,
    block,
  }));
}

/** Withdraws a document by its own seal's key. */
export async function revokeTestDocument(
  chain: TestChain,
  { sealId, key }: TestSeal,
  leaf: Leaf,
  { root, path }: Receipt,
  terms: { readonly reason: RevocationReason; readonly replacement?: Leaf },
): Promise<void> {
  const { chainId, ledger } = chain.network;
  const statement = revocationStatement({ chainId, ledger, signingSealId: sealId, epoch: 1, sealId, leaf, ...terms });
  const signature = toHex(await key.sign(statement));
  const writer = createRevocationWriter(chain.network, chain.keys.relay);
  await writer.revokeDocument({ sealId, root, leaf, path, ...terms, signingSealId: sealId, signature });
}
