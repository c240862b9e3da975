import { AbiCoder, id, keccak256 } from 'ethers';
import type { Leaf } from '../model/identifiers.ts';
import type { SealingRecord } from '../model/sealing-record.ts';

/** Field 0 of every record: no other structure of ours can be taken for a record. */
const RECORD_TAG = id('Vermilion record v1');

const RECORD_TYPES = [
  'bytes32',
  'uint8',
  'bytes16',
  'bytes32',
  'bytes32',
  'string',
  'uint64',
  'bytes32',
  'bytes32',
  'bytes32',
] as const;

/**
 * `keccak256(keccak256(abi.encode(tag, record)))`. Hashed twice, as in OpenZeppelin's standard tree, so that a leaf and an inner
 * node cannot be taken for each other. Bytes: docs/formats.md.
 */
export function leafOf(record: SealingRecord): Leaf {
  const encoded = AbiCoder.defaultAbiCoder().encode(RECORD_TYPES, [
    RECORD_TAG,
    record.version,
    `0x${record.documentId}`,
    record.documentDigest,
    record.sealId,
    record.documentType,
    record.validUntil,
    record.previousLeaf,
    record.approvalDigest,
    record.metadataRoot,
  ]);
  return keccak256(keccak256(encoded)) as Leaf;
}
