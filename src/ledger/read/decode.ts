import type { Result } from 'ethers';
import { type AgencyId, type Leaf, type SealId, ZERO_DIGEST } from '../../model/identifiers.ts';
import {
  type Agency,
  type DocumentRevocation,
  type Epoch,
  type KeyVersion,
  REVOCATION_REASONS,
  SEAL_KINDS,
  SEAL_STATUSES,
  type Seal,
} from '../../model/registry.ts';

/** The contracts' structs as the model's types; `undefined` where the contract says 'no such thing'. */

export function toAgency(agencyId: AgencyId, fields: Result): Agency | undefined {
  const enrolledAt = Number(fields['enrolledAt']);
  return enrolledAt === 0 ? undefined : { agencyId, code: fields['code'], name: fields['name'], enrolledAt };
}

export function toSeal(sealId: SealId, fields: Result): Seal | undefined {
  const agency = toAgency(fields['agencyId'], fields['agency']);
  if (agency === undefined) return undefined;
  return {
    sealId,
    agency,
    kind: named(SEAL_KINDS, Number(fields['kind'])),
    physicalCode: fields['physicalCode'],
    markDigest: fields['markDigest'],
    validFrom: Number(fields['validFrom']),
    validUntil: Number(fields['validUntil']),
    // Not `fields.keys`: that is a method of every array.
    epochs: [...fields.getValue('epochs')].map(toEpoch),
    keys: [...fields.getValue('keys')].map(toKeyVersion),
  };
}

function toEpoch(fields: Result, index: number): Epoch {
  return {
    epoch: index + 1,
    status: named(SEAL_STATUSES, Number(fields['status']) - 1),
    keyVersion: Number(fields['keyVersion']),
    since: Number(fields['since']),
  };
}

function toKeyVersion(fields: Result, index: number): KeyVersion {
  const compromisedSince = Number(fields['compromisedSince']);
  return {
    version: index + 1,
    verifier: fields['verifier'].toLowerCase(),
    key: fields['key'],
    certificateDigest: fields['certificateDigest'],
    enrolledAt: Number(fields['enrolledAt']),
    ...(compromisedSince === 0 ? {} : { compromisedSince }),
  };
}

export function toRevocation(sealId: SealId, leaf: Leaf, fields: Result): DocumentRevocation | undefined {
  const reason = Number(fields['reason']);
  if (reason === 0 || fields['isVoid']) return undefined;
  const replacement: Leaf = fields['replacement'];
  return {
    sealId,
    leaf,
    reason: named(REVOCATION_REASONS, reason - 1),
    ...(replacement === (ZERO_DIGEST as string) ? {} : { replacement }),
    revokedAt: Number(fields['revokedAt']),
  };
}

/** The contract's enum value as the model's word. The contract can hold no other, so another one is a defect of ours. */
function named<Word>(words: readonly Word[], index: number): Word {
  const word = words[index];
  if (word === undefined) throw new RangeError(`the contract's enum has ${index}, ours ends at ${words.length - 1}`);
  return word;
}
