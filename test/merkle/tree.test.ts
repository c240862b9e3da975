import { SimpleMerkleTree } from '@openzeppelin/merkle-tree';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestPath, rootOf, treeOf } from '../../src/merkle/tree.ts';
import { Refusal } from '../../src/model/errors.ts';
import { type Leaf, toHex } from '../../src/model/identifiers.ts';

const leaf = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => toHex(bytes) as Leaf);
const batches = (minLength: number, maxLength: number) => fc.uniqueArray(leaf, { minLength, maxLength });

describe('treeOf', () => {
  test.each(Array.from({ length: 40 }, (_, i) => i + 1))('agrees with @openzeppelin/merkle-tree on %i leaves', (size) => {
    fc.assert(
      fc.property(batches(size, size), (leaves) => {
        const ours = treeOf(leaves);
        const theirs = SimpleMerkleTree.of(leaves);
        expect(ours.root).toBe(theirs.root);
        for (const each of leaves) expect(ours.path(each)).toEqual(theirs.getProof(each));
      }),
      { numRuns: 5 },
    );
  });

  test('every path leads to the root and is no longer than the bound, which some path reaches', () => {
    fc.assert(
      fc.property(batches(1, 40), (leaves) => {
        const tree = treeOf(leaves);
        const paths = leaves.map((each) => tree.path(each));
        expect(paths.map((path, i) => rootOf(leaves[i] as Leaf, path))).toEqual(leaves.map(() => tree.root));
        expect(Math.max(...paths.map((path) => path.length))).toBe(longestPath(leaves.length));
      }),
    );
  });

  test('the order of the leaves does not matter', () => {
    fc.assert(
      fc.property(batches(2, 20), (leaves) => {
        expect(treeOf(leaves.toReversed()).root).toBe(treeOf(leaves).root);
      }),
    );
  });

  test('a path of another leaf, or one cut short, leads elsewhere', () => {
    fc.assert(
      fc.property(batches(2, 40), (leaves) => {
        const tree = treeOf(leaves);
        const [first, second] = leaves as [Leaf, Leaf];
        expect(rootOf(first, tree.path(first).slice(1))).not.toBe(tree.root);
        if (tree.path(second)[0] !== tree.path(first)[0]) expect(rootOf(first, tree.path(second))).not.toBe(tree.root);
      }),
    );
  });

  test('a batch of one: the root is the leaf, the path empty', () => {
    const only = `0x${'ab'.repeat(32)}` as Leaf;
    expect(treeOf([only])).toMatchObject({ root: only });
    expect(treeOf([only]).path(only)).toEqual([]);
  });

  test('refuses a leaf that stands twice', () => {
    fc.assert(
      fc.property(batches(1, 40), (leaves) => {
        expect(() => treeOf([...leaves, leaves[0] as Leaf])).toThrow(expect.objectContaining({ code: 'duplicate-leaf' }));
        expect(() => treeOf([...leaves, leaves[0] as Leaf])).toThrow(Refusal);
      }),
    );
  });

  test('refuses no leaves, and a path of a leaf that is not there', () => {
    expect(() => treeOf([])).toThrow(RangeError);
    expect(() => treeOf([`0x${'01'.repeat(32)}` as Leaf]).path(`0x${'02'.repeat(32)}` as Leaf)).toThrow(RangeError);
  });
});

test.each([
  [1, 0],
  [2, 1],
  [3, 2],
  [4, 2],
  [5, 3],
  [1024, 10],
  [1025, 11],
])('longestPath(%i) is %i', (leafCount, length) => {
  expect(longestPath(leafCount)).toBe(length);
});
