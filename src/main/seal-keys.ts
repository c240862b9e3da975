import type { SealKeys } from '../cli/environment.ts';
import { readSeal, storeSeal } from '../custody/seal-folder.ts';
import { createSealKey, openSealKey } from '../custody/seal-key.ts';
import { Refusal } from '../model/errors.ts';

/** Sealing keys for the command line: PKCS#12 files and the service's file custody, all under one passphrase. */
export function fileSealKeys(custodyFolder: string, passphrase: () => Promise<string>): SealKeys {
  return {
    async create({ algorithm, commonName, years }) {
      const validUntil = new Date();
      validUntil.setUTCFullYear(validUntil.getUTCFullYear() + years);
      const { p12, certificationRequest } = await createSealKey({
        algorithm,
        commonName,
        passphrase: await passphrase(),
        validUntil,
      });
      return { p12, csr: certificationRequest };
    },
    open: async (p12) => openSealKey(p12, await passphrase()),
    async inCustody(sealId) {
      try {
        return await openSealKey((await readSeal(custodyFolder, sealId)).p12, await passphrase());
      } catch (error) {
        if (error instanceof Refusal && error.code === 'seal-not-in-custody') return undefined;
        throw error;
      }
    },
    async store(sealId, { p12, mark }) {
      await storeSeal(custodyFolder, sealId, { p12, mark: mark ?? (await readSeal(custodyFolder, sealId)).mark });
    },
    drawMark: async (seal) => (await import('../appearance/draw-mark.ts')).drawMark(seal).content,
  };
}
