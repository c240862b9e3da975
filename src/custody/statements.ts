import { getBytes, sha256, solidityPacked } from 'ethers';
import { type Address, type Hex, type Leaf, type Root, type SealId, ZERO_DIGEST } from '../model/identifiers.ts';
import { REVOCATION_REASONS, type RevocationReason, SEAL_KINDS } from '../model/registry.ts';
import type { EnrolmentTerms, RotationTerms } from './port.ts';

/**
 * Preimages of what a sealing key signs for the chain; the signed digest is their SHA-256. Each begins with its purpose's tag, so that
 * none can be taken for another, nor for CMS signed attributes, which begin with 0x31. Bytes: docs/formats.md.
 */

export function anchorStatement(anchor: {
  readonly chainId: number;
  readonly ledger: Address;
  readonly sealId: SealId;
  readonly epoch: number;
  readonly root: Root;
  readonly leafCount: number;
}): Uint8Array {
  const { chainId, ledger, sealId, epoch, root, leafCount } = anchor;
  return packed('Vermilion anchor v1\n', [
    ['uint256', chainId],
    ['address', ledger],
    ['bytes32', sealId],
    ['uint64', epoch],
    ['bytes32', root],
    ['uint64', leafCount],
  ]);
}

/** `key`: the one that signs, in the contract's form. */
export function enrolmentStatement(terms: EnrolmentTerms, key: Hex): Uint8Array {
  return packed('Vermilion enrolment v1\n', [
    ['uint256', terms.chainId],
    ['address', terms.registry],
    ['bytes32', terms.agencyId],
    ['bytes32', terms.sealId],
    ['bytes32', sha256(key)],
    ['bytes32', terms.certificateDigest],
    ['bytes32', terms.markDigest],
    ['uint8', SEAL_KINDS.indexOf(terms.kind)],
    ['uint64', terms.validFrom],
    ['uint64', terms.validUntil],
  ]);
}

export function rotationStatement(terms: RotationTerms): Uint8Array {
  return packed('Vermilion rotation v1\n', [
    ['uint256', terms.chainId],
    ['address', terms.registry],
    ['bytes32', terms.sealId],
    ['uint64', terms.epoch],
    ['bytes32', sha256(terms.newKey)],
    ['bytes32', terms.certificateDigest],
  ]);
}

export function revocationStatement(revocation: {
  readonly chainId: number;
  readonly ledger: Address;
  readonly signingSealId: SealId;
  /** Of the signing seal. */
  readonly epoch: number;
  readonly sealId: SealId;
  readonly leaf: Leaf;
  readonly reason: RevocationReason;
  readonly replacement?: Leaf;
}): Uint8Array {
  return packed('Vermilion revocation v1\n', [
    ['uint256', revocation.chainId],
    ['address', revocation.ledger],
    ['bytes32', revocation.signingSealId],
    ['uint64', revocation.epoch],
    ['bytes32', revocation.sealId],
    ['bytes32', revocation.leaf],
    ['uint8', REVOCATION_REASONS.indexOf(revocation.reason) + 1],
    ['bytes32', revocation.replacement ?? ZERO_DIGEST],
  ]);
}

function packed(tag: string, fields: readonly (readonly [type: string, value: string | number])[]): Uint8Array {
  const types = fields.map(([type]) => type);
  const values = fields.map(([, value]) => value);
  return getBytes(solidityPacked(['string', ...types], [tag, ...values]));
}
