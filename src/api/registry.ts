import { Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../model/errors.ts';
import type { Agency, Seal } from '../model/registry.ts';
import { isoTime } from '../model/time.ts';
import { currentEpoch } from '../sealing/seal-standing.ts';
import { agencyIdSchema, parse, sealIdSchema } from './parse.ts';
import type { Services } from './services.ts';

const sealQuery = z.strictObject({ agency: agencyIdSchema.optional() });

/** `/v1/agencies`, `/v1/seals`, `/v1/seals/{sealId}`, `/v1/network`: the public registry, as the chain tells it, and where to ask oneself. */
export function registryRoutes({ ledger, network }: Services): Router {
  const router = Router();
  router.get('/agencies', async (_request, response) => {
    const snapshot = await ledger.snapshot();
    response.json({ agencies: (await snapshot.agencies()).map(describeAgency), block: snapshot.block });
  });
  router.get('/seals', async (request, response) => {
    const { agency } = parse(sealQuery, request.query);
    const snapshot = await ledger.snapshot();
    response.json({ seals: (await snapshot.seals(agency)).map(describeSeal), block: snapshot.block });
  });
  router.get('/seals/:sealId', async (request, response) => {
    const { sealId } = request.params;
    const parsed = sealIdSchema.safeParse(sealId);
    const snapshot = await ledger.snapshot();
    const seal = parsed.success ? await snapshot.seal(parsed.data) : undefined;
    if (!seal) throw new Refusal('seal-not-found', `The registry knows no seal ${sealId.slice(0, 80)}.`);
    response.json({ ...describeSeal(seal), ...describeHistory(seal), block: snapshot.block });
  });
  router.get('/network', (_request, response) => {
    response.json(network);
  });
  return router;
}

const describeAgency = ({ agencyId, code, name, enrolledAt }: Agency) => ({
  agencyId,
  code,
  name,
  enrolledAt: isoTime(enrolledAt),
});

function describeSeal(seal: Seal) {
  const { sealId, agency, kind, physicalCode, markDigest, validFrom, validUntil } = seal;
  const { epoch, status, key } = currentEpoch(seal);
  return {
    sealId,
    agency: { agencyId: agency.agencyId, code: agency.code, name: agency.name },
    kind,
    physicalCode,
    status,
    epoch,
    certificateDigest: key.certificateDigest,
    markDigest,
    validFrom: isoTime(validFrom),
    validUntil: isoTime(validUntil),
  };
}

const describeHistory = ({ epochs, keys }: Seal) => ({
  epochs: epochs.map(({ since, ...epoch }) => ({ ...epoch, since: isoTime(since) })),
  keys: keys.map(({ enrolledAt, compromisedSince, ...key }) => ({
    ...key,
    enrolledAt: isoTime(enrolledAt),
    ...(compromisedSince !== undefined && { compromisedSince: isoTime(compromisedSince) }),
  })),
});
