import { Refusal } from '../model/errors.ts';
import type { SealId } from '../model/identifiers.ts';
import type { Epoch, KeyVersion, Seal } from '../model/registry.ts';

/** The epoch that holds now, and its key. */
export function currentEpoch(seal: Seal): Epoch & { readonly key: KeyVersion } {
  const epoch = seal.epochs.at(-1);
  const key = epoch && seal.keys.find(({ version }) => version === epoch.keyVersion);
  if (!epoch || !key) throw new TypeError(`seal ${seal.sealId} has no epoch or no key`);
  return { ...epoch, key };
}

/** The seal as it stands, if it may be used now. Throws `Refusal` (`seal-not-found`, `seal-not-active`). */
export function activeSeal(sealId: SealId, seal: Seal | undefined): ReturnType<typeof currentEpoch> {
  if (!seal) throw new Refusal('seal-not-found', `The registry knows no seal ${sealId}.`);
  const epoch = currentEpoch(seal);
  if (epoch.status !== 'active') {
    throw new Refusal('seal-not-active', `Seal ${seal.physicalCode} is ${epoch.status}, so it cannot be used.`, {
      status: epoch.status,
    });
  }
  return epoch;
}
