/** A DER value taken apart, to be changed and put together again: tests make malformed structures out of good ones with it. */
export interface DerNode {
  tag: number;
  /** Contents of a primitive. */
  bytes: Uint8Array;
  /** Elements of a constructed one. */
  children: DerNode[];
}

export function toTree(der: Uint8Array): DerNode {
  const [node] = readNodes(der);
  if (!node) throw new RangeError('no DER element');
  return node;
}

export function fromTree({ tag, bytes, children }: DerNode): Uint8Array<ArrayBuffer> {
  const contents = isConstructed(tag) ? Buffer.concat(children.map(fromTree)) : bytes;
  return Uint8Array.from(Buffer.concat([header(tag, contents.length), contents]));
}

export const primitive = (tag: number, bytes: ArrayLike<number>): DerNode => ({
  tag,
  bytes: Uint8Array.from(bytes),
  children: [],
});
export const constructed = (tag: number, ...children: DerNode[]): DerNode => ({ tag, bytes: Uint8Array.of(), children });

/** The descendant that these indexes lead to. */
export function at(node: DerNode, ...path: number[]): DerNode {
  return path.reduce((parent, index) => {
    const child = parent.children.at(index);
    if (!child) throw new RangeError(`no child ${index}`);
    return child;
  }, node);
}

const isConstructed = (tag: number) => (tag & 0x20) !== 0;

function readNodes(bytes: Uint8Array): DerNode[] {
  const nodes: DerNode[] = [];
  for (let start = 0; start < bytes.length; ) {
    const tag = bytes[start] ?? 0;
    const first = bytes[start + 1] ?? 0;
    const digits = first < 0x80 ? 0 : first & 0x7f;
    const length =
      digits === 0 ? first : bytes.subarray(start + 2, start + 2 + digits).reduce((sum, byte) => sum * 256 + byte, 0);
    const end = start + 2 + digits + length;
    const contents = bytes.subarray(start + 2 + digits, end);
    nodes.push(isConstructed(tag) ? constructed(tag, ...readNodes(contents)) : primitive(tag, contents));
    start = end;
  }
  return nodes;
}

function header(tag: number, length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(tag, length);
  const digits = length < 0x100 ? [length] : [length >> 8, length & 0xff];
  return Uint8Array.of(tag, 0x80 | digits.length, ...digits);
}
