import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { chainDoor } from './chain-door.ts';
import { documentRoutes } from './documents.ts';
import { createGate } from './gate.ts';
import { healthRoutes } from './health.ts';
import { pageRoutes } from './pages.ts';
import { handleErrors, refuseUnknownRoutes } from './problem.ts';
import { rateLimit } from './rate-limit.ts';
import { recordRoutes } from './records.ts';
import { registryRoutes } from './registry.ts';
import type { Services } from './services.ts';
import { verificationRoutes } from './verifications.ts';

/** A page that is not ours may neither frame, nor script, nor read this one; ours loads nothing from elsewhere. */
const SECURITY_HEADERS = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      connectSrc: ["'self'"],
      fontSrc: ["'self'"],
      workerSrc: ["'self'", 'blob:'],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
    },
  },
  xFrameOptions: { action: 'deny' },
  referrerPolicy: { policy: 'no-referrer' },
});

/** The HTTP face. Two gates, so that the public's verifications never keep an agency from sealing. */
export function createApp(services: Services): Express {
  const app = express();
  app.set('query parser', 'simple');
  app.use(SECURITY_HEADERS, logRequests(services.log));
  app.use(healthRoutes(services));
  app.use('/v1/documents', documentRoutes(services, createGate({ width: 4, queue: 64 })));
  app.use('/v1/verifications', verificationRoutes(services, createGate({ width: 2, queue: 16 })));
  app.use('/v1/records', recordRoutes(services));
  app.use('/v1', registryRoutes(services));
  app.use(chainDoor(services.network, rateLimit({ burst: 1000, perSecond: 100 })));
  app.use(pageRoutes(services));
  app.use(refuseUnknownRoutes);
  app.use(handleErrors(services.log));
  return app;
}

/** Method, path, status, time: no header, query or body, for those hold keys and documents. */
const logRequests =
  (log: Logger): RequestHandler =>
  (request, response, next) => {
    const begun = performance.now();
    const { method, path } = request;
    response.on('close', () => {
      log.info({ method, path, status: response.statusCode, ms: Math.round(performance.now() - begun) }, 'request');
    });
    next();
  };
