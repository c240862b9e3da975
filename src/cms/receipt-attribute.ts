import { type Address, type Digest, fromHex, type Root, toHex } from '../model/identifiers.ts';
import type { Receipt } from '../model/receipt.ts';
import { CmsFormatError } from './cms-format-error.ts';
import { type DerReader, der, derUint, OCTET_STRING, readAll, SEQUENCE } from './der.ts';

/** Receipt in docs/formats.md, DER. */
export function encodeReceipt(receipt: Receipt): Uint8Array {
  return der(
    SEQUENCE,
    derUint(receipt.version),
    derUint(receipt.chainId),
    der(OCTET_STRING, fromHex(receipt.ledger)),
    der(OCTET_STRING, fromHex(receipt.root)),
    derUint(receipt.leafCount),
    der(SEQUENCE, ...receipt.path.map((sibling) => der(OCTET_STRING, fromHex(sibling)))),
    der(OCTET_STRING, fromHex(receipt.transaction)),
    derUint(receipt.block),
  );
}

export function readReceipt(bytes: Uint8Array): Receipt {
  return readAll(bytes, (outer) =>
    outer.within(SEQUENCE, (fields) => {
      if (fields.uint() !== 1) throw new CmsFormatError('a receipt of another version than 1');
      return {
        version: 1,
        chainId: fields.uint(),
        ledger: toHex(fields.octets(20)) as Address,
        root: toHex(fields.octets(32)) as Root,
        leafCount: fields.uint(),
        path: fields.within(SEQUENCE, readPath),
        transaction: toHex(fields.octets(32)) as Digest,
        block: fields.uint(),
      };
    }),
  );
}

function readPath(siblings: DerReader): Digest[] {
  const path: Digest[] = [];
  while (!siblings.isAtEnd) path.push(toHex(siblings.octets(32)) as Digest);
  return path;
}
