import express, { type RequestHandler, Router } from 'express';
import type { Services } from './services.ts';

/** The built page: `/` and `/r/{documentId}` are one document, which asks the chain itself. `network.json` tells it where. */
export function pageRoutes({ webFolder, network }: Services): Router {
  const router = Router();
  router.get('/network.json', (_request, response) => {
    response.json(network);
  });
  if (webFolder !== undefined) {
    const page: RequestHandler = (_request, response) => {
      response.set('Cache-Control', 'no-cache').sendFile('index.html', { root: webFolder });
    };
    router.get('/', page);
    router.get('/r/:documentId', page);
    router.use(express.static(webFolder, { index: false, dotfiles: 'ignore' }));
  }
  return router;
}
