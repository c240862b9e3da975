import { Router } from 'express';
import { z } from 'zod';
import type { Gate } from './gate.ts';
import { parse } from './parse.ts';
import type { Services } from './services.ts';
import { readUpload } from './upload.ts';

const noFields = z.strictObject({});

/** `POST /v1/verifications`, public: 200 with the report whatever the verdict. The file is held in memory for as long as that takes. */
export function verificationRoutes({ verify, maxBytes }: Services, uploads: Gate): Router {
  const router = Router();
  router.post('/', async (request, response) => {
    const report = await uploads.run(async () => {
      const { file, fields } = await readUpload(request, maxBytes);
      parse(noFields, fields);
      return verify(file);
    });
    response.json(report);
  });
  return router;
}
