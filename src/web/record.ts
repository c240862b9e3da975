import type { DocumentId } from '../model/identifiers.ts';
import {
  REVOCATION_REASONS,
  type RevocationReason,
  SEAL_KINDS,
  SEAL_STATUSES,
  type SealKind,
  type SealStatus,
} from '../model/registry.ts';

/** What the service says of a document: a claim, shown beside the warning that it proves nothing. Times are ISO 8601 in UTC. */
export interface PublicRecord {
  readonly documentId: string;
  readonly agency?: { readonly name: string; readonly code: string };
  readonly seal?: { readonly kind: SealKind; readonly physicalCode: string; readonly status: SealStatus };
  readonly sealedAt?: string;
  readonly validUntil?: string;
  /** `replacement`: the documentId of the document that takes its place, where the service knows it, else its leaf. */
  readonly revocation?: { readonly reason: RevocationReason; readonly revokedAt: string; readonly replacement?: string };
}

/** The record of a document; undefined where the service knows none. Throws where it gives no answer that can be read. */
export async function fetchRecord(documentId: DocumentId): Promise<PublicRecord | undefined> {
  const response = await fetch(`/v1/records/${documentId}`, { headers: { accept: 'application/json' } });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`the service answered ${response.status}`);
  return parseRecord(await response.json());
}

export function parseRecord(json: unknown): PublicRecord {
  const { documentId, agency, seal, sealedAt, validUntil, revocation } = fields(json);
  return {
    documentId: text(documentId),
    ...(agency ? { agency: { name: text(fields(agency)['name']), code: text(fields(agency)['code']) } } : {}),
    ...(seal ? { seal: parseSeal(fields(seal)) } : {}),
    ...(sealedAt ? { sealedAt: instant(sealedAt) } : {}),
    ...(validUntil ? { validUntil: instant(validUntil) } : {}),
    ...(revocation ? { revocation: parseRevocation(fields(revocation)) } : {}),
  };
}

export const isRevocationReason = (value: unknown): value is RevocationReason =>
  REVOCATION_REASONS.some((reason) => reason === value);

function parseSeal({ kind, physicalCode, status }: Fields): NonNullable<PublicRecord['seal']> {
  return { kind: oneOf(SEAL_KINDS, kind), physicalCode: text(physicalCode), status: oneOf(SEAL_STATUSES, status) };
}

function parseRevocation({ reason, revokedAt, replacement }: Fields): NonNullable<PublicRecord['revocation']> {
  return {
    reason: oneOf(REVOCATION_REASONS, reason),
    revokedAt: instant(revokedAt),
    ...(replacement ? { replacement: text(replacement) } : {}),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null)
    throw new TypeError(`the service sent ${typeof value} where an object belongs`);
  return value as Fields;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`the service sent ${typeof value} where a text belongs`);
  return value;
}

function instant(value: unknown): string {
  if (Number.isNaN(Date.parse(text(value))))
    throw new TypeError(`the service sent a time that is none: ${text(value).slice(0, 40)}`);
  return text(value);
}

function oneOf<Value extends string>(known: readonly Value[], value: unknown): Value {
  const found = known.find((candidate) => candidate === value);
  if (found === undefined) throw new TypeError(`the service sent ${String(value).slice(0, 40)}, known are ${known.join(', ')}`);
  return found;
}
