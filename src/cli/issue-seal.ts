import { sha256 } from '#sha256';
import { Refusal } from '../model/errors.ts';
import { type Digest, type SealId, toHex } from '../model/identifiers.ts';
import type { SealKind } from '../model/registry.ts';
import type { CliEnvironment } from './environment.ts';
import { parseAgency, parseSeal } from './parse-arguments.ts';

export interface IssueRequest {
  /** Registration code or agencyId. */
  readonly agency: string;
  /** PKCS#12. */
  readonly p12: Uint8Array;
  readonly kind: SealKind;
  readonly physicalCode: string;
}

/**
 * Issues a seal: draws its mark, proves possession of the key, registers both, and puts them into custody.
 * Repeating it after a crash between registry and custody finishes the work.
 */
export async function issueSeal(request: IssueRequest, environment: CliEnvironment): Promise<SealId> {
  const network = await environment.network();
  const snapshot = await environment.ledger(network).snapshot();
  const agencyId = parseAgency(request.agency);
  const agency = await snapshot.agency(agencyId);
  if (!agency)
    throw new Refusal('agency-unknown', `agency '${request.agency}' is not enrolled; enrol it with 'vermilion agency enrol'`);

  const key = await environment.keys.open(request.p12);
  const mark = await environment.keys.drawMark({
    agencyName: agency.name,
    kind: request.kind,
    physicalCode: request.physicalCode,
  });
  const markDigest = toHex(await sha256([mark])) as Digest;
  const sealId = parseSeal(request.physicalCode);
  const existing = await snapshot.seal(sealId);
  if (existing?.keys[0]?.certificateDigest !== key.certificateDigest) {
    const { certificateDigest, notBefore: validFrom, notAfter: validUntil } = key;
    const terms = { agencyId, kind: request.kind, certificateDigest, markDigest, validFrom, validUntil };
    const possession = await key.signEnrolment({ ...terms, chainId: network.chainId, registry: network.registry, sealId });
    await environment.registry(network, 'registrar').issueSeal({
      ...terms,
      physicalCode: request.physicalCode,
      algorithm: key.algorithm,
      key: key.key,
      possession,
    });
  }
  await environment.keys.store(sealId, { p12: request.p12, mark });
  return sealId;
}
