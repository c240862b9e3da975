import { StandardMerkleTree } from '@openzeppelin/merkle-tree';
import { id } from 'ethers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leafOf } from '../../src/merkle/leaf.ts';
import { type Digest, type DocumentId, type Leaf, type SealId, toHex } from '../../src/model/identifiers.ts';
import type { SealingRecord } from '../../src/model/sealing-record.ts';

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => toHex(bytes) as Digest & SealId & Leaf);
const records: fc.Arbitrary<SealingRecord> = fc.record({
  version: fc.constant(1 as const),
  documentId: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => toHex(bytes).slice(2) as DocumentId),
  documentDigest: bytes32,
  sealId: bytes32,
  documentType: fc.stringMatching(/^[a-z0-9-]{1,64}$/),
  validUntil: fc.nat(),
  previousLeaf: bytes32,
  approvalDigest: bytes32,
  metadataRoot: bytes32,
});

const TYPES = ['bytes32', 'uint8', 'bytes16', 'bytes32', 'bytes32', 'string', 'uint64', 'bytes32', 'bytes32', 'bytes32'];

test("a record's leaf is that of OpenZeppelin's standard tree over its fields", () => {
  fc.assert(
    fc.property(records, (record) => {
      const { version, documentId, ...rest } = record;
      const fields = [id('Vermilion record v1'), version, `0x${documentId}`, ...Object.values(rest)];
      expect(leafOf(record)).toBe(StandardMerkleTree.of([fields], TYPES).root);
    }),
  );
});

test('another value in any field gives another leaf', () => {
  fc.assert(
    fc.property(records, records, (record, other) => {
      for (const field of Object.keys(record) as (keyof SealingRecord)[]) {
        if (record[field] === other[field]) continue;
        expect(leafOf({ ...record, [field]: other[field] })).not.toBe(leafOf(record));
      }
    }),
  );
});
