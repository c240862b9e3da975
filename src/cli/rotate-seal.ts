import { Refusal } from '../model/errors.ts';
import type { SealId } from '../model/identifiers.ts';
import type { CliEnvironment } from './environment.ts';

/**
 * Gives a seal a new key: the old one, in custody, and the new one both sign. Repeating it after a crash between registry and
 * custody finishes the work.
 */
export async function rotateSeal(sealId: SealId, p12: Uint8Array, environment: CliEnvironment): Promise<void> {
  const network = await environment.network();
  const seal = await (await environment.ledger(network).snapshot()).seal(sealId);
  const epoch = seal?.epochs.at(-1);
  if (!seal || !epoch) throw new Refusal('seal-unknown', `seal ${sealId} is not in the registry of this network`);

  const fresh = await environment.keys.open(p12);
  if (seal.keys[epoch.keyVersion - 1]?.certificateDigest !== fresh.certificateDigest) {
    const current = await environment.keys.inCustody(sealId);
    if (!current)
      throw new Refusal('seal-not-in-custody', `the current key of seal ${sealId} is not in custody here; rotate where it is`);
    const terms = {
      chainId: network.chainId,
      registry: network.registry,
      sealId,
      epoch: epoch.epoch,
      newKey: fresh.key,
      certificateDigest: fresh.certificateDigest,
    };
    await environment.registry(network, 'registrar').rotateKey({
      sealId,
      algorithm: fresh.algorithm,
      key: fresh.key,
      certificateDigest: fresh.certificateDigest,
      possession: await fresh.signRotation(terms),
      authorisation: await current.signRotation(terms),
    });
  }
  await environment.keys.store(sealId, { p12 });
}
