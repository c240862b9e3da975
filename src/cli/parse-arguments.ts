import { id } from 'ethers';
import { Refusal } from '../model/errors.ts';
import { type AgencyId, type DocumentId, isBytes32, isDocumentId, type SealId } from '../model/identifiers.ts';
import { REVOCATION_REASONS, type RevocationReason, SEAL_KINDS, type SealKind } from '../model/registry.ts';

const oneOf =
  <Value extends string>(what: string, values: readonly Value[]) =>
  (text: string): Value => {
    const value = values.find((candidate) => candidate === text);
    if (value === undefined) throw new Refusal(`unknown-${what}`, `unknown ${what} '${text}'; use one of: ${values.join(', ')}`);
    return value;
  };

export const parseKind: (text: string) => SealKind = oneOf('kind', SEAL_KINDS);
export const parseReason: (text: string) => RevocationReason = oneOf('reason', REVOCATION_REASONS);

/** An agency by its registration code, or by its identifier (32 bytes as 0x…). */
export function parseAgency(text: string): AgencyId {
  const lower = text.toLowerCase();
  return isBytes32(lower) ? lower : (id(text) as AgencyId);
}

/** A seal by its physical seal's code, or by its identifier (32 bytes as 0x…). */
export function parseSeal(text: string): SealId {
  const lower = text.toLowerCase();
  return isBytes32(lower) ? lower : (id(text) as SealId);
}

export function parseDocument(text: string): DocumentId {
  if (!isDocumentId(text)) throw new Refusal('bad-document-id', `'${text}' is no document id: give its 32 hexadecimal digits`);
  return text;
}
