import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { id } from 'ethers';
import type { CliEnvironment } from '../../src/cli/environment.ts';
import { issueSeal } from '../../src/cli/issue-seal.ts';
import { readSeal, storeSeal } from '../../src/custody/seal-folder.ts';
import type { DataFolder } from '../../src/main/data-folder.ts';
import { Refusal } from '../../src/model/errors.ts';
import type { AgencyId, SealId } from '../../src/model/identifiers.ts';

/** `demo.json`, but for the URL. */
export interface Demo {
  readonly apiKey: string;
  readonly agencyId: AgencyId;
  readonly sealId: SealId;
}

const AGENCY = { code: '0105-UBND-BN', name: 'Ủy ban nhân dân phường Bến Nghé' };
const SEAL = { kind: 'official', physicalCode: '7900000000017' } as const;

/** Enrols the demo agency with one official seal and an API key. Each step may have been done by an earlier start that was cut off. */
export async function enrolDemo(cli: CliEnvironment, data: DataFolder): Promise<Demo> {
  const file = path.join(data.path, 'demo.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));

  console.log('enrolling the demo agency');
  const network = await cli.network();
  const agencyId = id(AGENCY.code) as AgencyId;
  const snapshot = await cli.ledger(network).snapshot();
  if ((await snapshot.agency(agencyId)) === undefined) await cli.registry(network, 'registrar').enrolAgency(AGENCY);

  const p12 = await keepKey(cli, data);
  const sealId = await issueSeal({ agency: AGENCY.code, p12, ...SEAL }, cli);
  return { apiKey: await cli.createApiKey(agencyId), agencyId, sealId };
}

/** The key is kept before it is registered: a key that the registry knows and nobody has would be lost for good. */
async function keepKey(cli: CliEnvironment, data: DataFolder): Promise<Uint8Array> {
  const sealId = id(SEAL.physicalCode) as SealId;
  try {
    return (await readSeal(data.custody, sealId)).p12;
  } catch (error) {
    if (!(error instanceof Refusal && error.code === 'seal-not-in-custody')) throw error;
    const { p12 } = await cli.keys.create({ algorithm: 'P-256', commonName: AGENCY.name, years: 5 });
    await storeSeal(data.custody, sealId, { p12, mark: await cli.keys.drawMark({ agencyName: AGENCY.name, ...SEAL }) });
    return p12;
  }
}
