import type { RequestHandler } from 'express';
import { Refusal } from '../model/errors.ts';

const MAX_ADDRESSES = 10_000;

/** A bucket for each client address: `burst` requests at once, refilled at `perSecond`. Beyond that: `too-many-requests`. */
export function rateLimit({ burst, perSecond }: { burst: number; perSecond: number }, now = Date.now): RequestHandler {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (request, _response, next) => {
    const address = request.ip ?? '';
    const earlier = buckets.get(address) ?? { tokens: burst, at: now() };
    const tokens = Math.min(burst, earlier.tokens + ((now() - earlier.at) / 1000) * perSecond);
    if (tokens < 1)
      throw new Refusal('too-many-requests', `More than ${perSecond} requests a second came from ${address}. Slow down.`);
    // Insertion order is age: the oldest address is forgotten first.
    buckets.delete(address);
    buckets.set(address, { tokens: tokens - 1, at: now() });
    if (buckets.size > MAX_ADDRESSES) buckets.delete(buckets.keys().next().value ?? '');
    next();
  };
}
