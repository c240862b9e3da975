import { concat, keccak256 } from 'ethers';
import { Refusal } from '../model/errors.ts';
import type { Digest, Hex, Leaf, Root } from '../model/identifiers.ts';

export interface MerkleTree {
  readonly root: Root;
  /** The leaf's siblings upwards; empty for a tree of one. Throws `RangeError` for a leaf that is not in the tree. */
  path(leaf: Leaf): readonly Digest[];
}

/**
 * The tree over a batch in the layout of `@openzeppelin/merkle-tree`'s standard tree: leaves sorted ascending and laid into the
 * end of an array in reverse, node i above nodes 2i + 1 and 2i + 2. The order in which the leaves are given does not matter.
 * Throws `Refusal` `duplicate-leaf`, and `RangeError` for no leaves at all.
 */
export function treeOf(leaves: readonly Leaf[]): MerkleTree {
  if (leaves.length === 0) throw new RangeError('a batch has at least one leaf');
  const sorted = leaves.toSorted();
  const duplicate = sorted.find((leaf, i) => leaf === sorted[i + 1]);
  if (duplicate) {
    throw new Refusal('duplicate-leaf', `The leaf ${duplicate} stands twice in the batch; state each document once.`);
  }

  const nodes: Hex[] = [...new Array(sorted.length - 1), ...sorted.toReversed()];
  const at = (index: number) => nodes[index] as Digest;
  for (let i = sorted.length - 2; i >= 0; i--) nodes[i] = parentOf(at(2 * i + 1), at(2 * i + 2));

  return {
    root: nodes[0] as Root,
    path(leaf) {
      const siblings: Digest[] = [];
      let index = nodes.lastIndexOf(leaf);
      if (index < sorted.length - 1) throw new RangeError(`the leaf ${leaf} is not in this tree`);
      for (; index > 0; index = (index - 1) >> 1) siblings.push(at(index % 2 === 1 ? index + 1 : index - 1));
      return siblings;
    },
  };
}

/** The root that a leaf and a path lead to. Whether the path may be that long is {@link longestPath}'s to say. */
export function rootOf(leaf: Leaf, path: readonly Digest[]): Root {
  return path.reduce<Hex>(parentOf, leaf) as Root;
}

/** ⌈log₂ leafCount⌉: a path longer than this is refused, on chain and off. */
export function longestPath(leafCount: number): number {
  let length = 0;
  while (2 ** length < leafCount) length++;
  return length;
}

/** Of the pair in ascending order, so that a path need not say left or right. Equal-length lower-case hex sorts as its bytes do. */
function parentOf(a: Hex, b: Hex): Digest {
  return keccak256(a < b ? concat([a, b]) : concat([b, a])) as Digest;
}
