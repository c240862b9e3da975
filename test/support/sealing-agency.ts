import { randomBytes } from 'node:crypto';
import { id } from 'ethers';
import { sha256 } from '#sha256';
import { createApiKey } from '../../src/access/api-keys.ts';
import { drawMark } from '../../src/appearance/draw-mark.ts';
import { storeSeal } from '../../src/custody/seal-folder.ts';
import { createSealKey, openSealKey } from '../../src/custody/seal-key.ts';
import { createRegistryWriter } from '../../src/ledger/write/ethers-writer.ts';
import { type AgencyId, type Digest, type SealId, toHex } from '../../src/model/identifiers.ts';
import { openStore } from '../../src/store/store.ts';
import type { TestChain } from './chain.ts';

export interface SealingAgency {
  readonly agencyId: AgencyId;
  readonly sealId: SealId;
  readonly apiKey: string;
}

/** Enrols an agency with one official seal whose key lies in the data folder's custody, and gives it an API key. */
export async function enrolSealingAgency(
  { network, keys }: TestChain,
  agency: { readonly code: string; readonly name: string },
  { data, passphrase }: { readonly data: string; readonly passphrase: string },
): Promise<SealingAgency> {
  const registry = createRegistryWriter(network, keys.registrar);
  const agencyId = await registry.enrolAgency(agency);

  const physicalCode = randomBytes(8).toString('hex');
  const sealId = id(physicalCode) as SealId;
  const { p12 } = await createSealKey({ algorithm: 'P-256', commonName: agency.name, passphrase });
  const key = await openSealKey(p12, passphrase);
  const mark = drawMark({ agencyName: agency.name, kind: 'official', physicalCode }).content;
  const terms = {
    agencyId,
    kind: 'official',
    certificateDigest: key.certificateDigest,
    markDigest: toHex(await sha256([mark])) as Digest,
    validFrom: key.notBefore,
    validUntil: key.notAfter,
  } as const;
  const possession = await key.signEnrolment({ ...terms, sealId, chainId: network.chainId, registry: network.registry });
  await registry.issueSeal({ ...terms, physicalCode, algorithm: key.algorithm, key: key.key, possession });
  await storeSeal(`${data}/custody`, sealId, { p12, mark });

  const store = await openStore(data);
  const apiKey = await createApiKey(store.apiKeys, agencyId);
  await store.close();
  return { agencyId, sealId, apiKey };
}
