import { randomBytes } from 'node:crypto';
import { id } from 'ethers';
import { anchorStatement, enrolmentStatement } from '../../src/custody/statements.ts';
import { createRegistryWriter } from '../../src/ledger/write/ethers-writer.ts';
import type { Anchoring } from '../../src/ledger/write/port.ts';
import { type AgencyId, type Digest, type Root, type SealId, toHex } from '../../src/model/identifiers.ts';
import type { SealKind } from '../../src/model/registry.ts';
import type { TestChain } from './chain.ts';
import { createP256Key, type StatementKey } from './statement-key.ts';

/** A seal on a test chain, with the key that states for it. */
export interface RegisteredSeal {
  readonly agencyId: AgencyId;
  readonly sealId: SealId;
  readonly key: StatementKey;
}

export const randomDigest = (): Digest => toHex(randomBytes(32)) as Digest;
export const randomRoot = (): Root => toHex(randomBytes(32)) as Root;

/** Enrols an agency of its own and issues it a seal, valid for ten years from now. */
export async function registerSeal(
  chain: TestChain,
  terms: { readonly key?: StatementKey; readonly kind?: SealKind; readonly name?: string } = {},
): Promise<RegisteredSeal> {
  const { key = createP256Key(), kind = 'official', name = 'Sở Tài nguyên' } = terms;
  const suffix = toHex(randomBytes(6)).slice(2);
  const agencyId = await createRegistryWriter(chain.network, chain.keys.registrar).enrolAgency({ code: `A-${suffix}`, name });
  return issueSeal(chain, { agencyId, physicalCode: `S-${suffix}`, key, kind });
}

/** Issues a seal to an agency that is enrolled. */
export async function issueSeal(
  chain: TestChain,
  { agencyId, physicalCode, key, kind }: { agencyId: AgencyId; physicalCode: string; key: StatementKey; kind: SealKind },
): Promise<RegisteredSeal> {
  const { registry, chainId } = chain.network;
  const sealId = id(physicalCode) as SealId;
  const now = Math.floor(Date.now() / 1000);
  const terms = {
    agencyId,
    kind,
    certificateDigest: randomDigest(),
    markDigest: randomDigest(),
    validFrom: now - 86_400,
    validUntil: now + 3_650 * 86_400,
  };
  const possession = key.sign(enrolmentStatement({ chainId, registry, sealId, ...terms }, key.key));
  await createRegistryWriter(chain.network, chain.keys.registrar).issueSeal({
    ...terms,
    physicalCode,
    algorithm: key.algorithm,
    key: key.key,
    possession,
  });
  return { agencyId, sealId, key };
}

/** The seal's key states a batch under `epoch`. */
export function stateBatch(
  chain: TestChain,
  { sealId, key }: RegisteredSeal,
  { root = randomRoot(), leafCount = 1, epoch = 1 }: { root?: Root; leafCount?: number; epoch?: number } = {},
): Anchoring {
  const { chainId, ledger } = chain.network;
  return {
    sealId,
    root,
    leafCount,
    epoch,
    signature: key.sign(anchorStatement({ chainId, ledger, sealId, epoch, root, leafCount })),
  };
}
