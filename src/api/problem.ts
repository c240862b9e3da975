import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { Refusal, Unavailable } from '../model/errors.ts';

/** HTTP status of each refusal that the service knows. One that it does not know, such as a contract's custom error, is a conflict. */
const STATUS_OF_REFUSAL: Readonly<Record<string, number>> = {
  'bad-request': 400,
  'malformed-multipart': 400,
  'file-missing': 400,
  'api-key-missing': 401,
  'api-key-unknown': 401,
  'seal-of-another-agency': 403,
  'not-found': 404,
  'document-not-found': 404,
  'seal-not-found': 404,
  'file-too-large': 413,
  'unsupported-media-type': 415,
  'pdf-not-sealable': 422,
  'self-check-failed': 422,
  'earlier-seal-broken': 422,
  'earlier-seal-unfinished': 422,
  'changed-after-seal': 422,
  'page-box': 422,
  'placement-page': 422,
  'placement-outside-page': 422,
  'placement-covers-seal': 422,
  'page-too-small': 422,
  'no-room-for-seal': 422,
  'no-pages': 422,
  'file-too-costly': 422,
  'signing-failed': 500,
  'metadata-not-supported': 422,
  'replacement-not-found': 422,
  'too-many-requests': 429,
};
const CONFLICT = 409;

/** RFC 9457: `code` is the contract, `detail` is for people; further members belong to the code. */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly [member: string]: unknown;
}

export function toProblem(error: unknown): Problem {
  if (error instanceof Refusal) {
    return problem(STATUS_OF_REFUSAL[error.code] ?? CONFLICT, error.code, error.message, error.details);
  }
  if (error instanceof Unavailable) return problem(503, error.code, error.message);
  if (isBodyParserError(error))
    return problem(error.status, error.status === 413 ? 'request-too-large' : 'bad-request', error.message);
  return problem(500, 'internal-error', 'The service failed. The log of the service tells more.');
}

const problem = (status: number, code: string, detail: string, members: object = {}): Problem => ({
  ...members,
  title: STATUS_CODES[status] ?? 'Error',
  status,
  code,
  detail,
});

/** Express' own parsers say what was wrong with the request in `status`. */
const isBodyParserError = (error: unknown): error is Error & { status: number } =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500;

export function sendProblem(response: Response, { status, ...members }: Problem): void {
  if (status === 401) response.set('WWW-Authenticate', 'Bearer');
  if (status === 503 || status === 429) response.set('Retry-After', '2');
  response
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ status, ...members }));
}

export const handleErrors =
  (log: Logger): ErrorRequestHandler =>
  (error, request, response, next) => {
    const problem = toProblem(error);
    if (problem.status === 500) log.error({ err: error, method: request.method, path: request.path }, 'request failed');
    // What the client still sends is read and dropped, else it may see a broken connection instead of the answer.
    request.resume();
    if (response.headersSent) next(error);
    else sendProblem(response, problem);
  };

export const refuseUnknownRoutes: RequestHandler = (request) => {
  throw new Refusal('not-found', `There is nothing at ${request.method} ${request.path}.`);
};
