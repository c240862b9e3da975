import { Router } from 'express';
import { toProblem } from './problem.ts';
import type { Services } from './services.ts';

/** `/healthz`: the process serves. `/readyz`: it can also seal, that is, the chain answers and is the one in the network file. */
export function healthRoutes({ ledger }: Services): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    try {
      const { block } = await ledger.snapshot();
      response.json({ status: 'ok', block });
    } catch (error) {
      const { code, detail } = toProblem(error);
      response.status(503).json({ status: 'unavailable', code, detail });
    }
  });
  return router;
}
