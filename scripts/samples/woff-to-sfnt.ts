import { inflateSync } from 'node:zlib';

const WOFF = { header: 44, entry: 20 } as const;
const SFNT = { header: 12, entry: 16 } as const;

/**
 * A WOFF 1.0 file unpacked to the OpenType file in it (W3C WOFF, 5: same tables, each perhaps deflated). fontkit reads WOFF
 * too, but unpacks a table again for every glyph that it subsets.
 */
export function woffToSfnt(woff: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(woff.buffer, woff.byteOffset, woff.byteLength);
  if (view.getUint32(0) !== 0x774f4646) throw new RangeError('not a WOFF 1.0 file');
  const count = view.getUint16(12);
  const sfnt = new Uint8Array(view.getUint32(16));
  const out = new DataView(sfnt.buffer);
  const power = Math.floor(Math.log2(count));
  out.setUint32(0, view.getUint32(4));
  out.setUint16(4, count);
  out.setUint16(6, 2 ** power * SFNT.entry);
  out.setUint16(8, power);
  out.setUint16(10, (count - 2 ** power) * SFNT.entry);
  let at = SFNT.header + count * SFNT.entry;
  for (let table = 0; table < count; table++) {
    const from = WOFF.header + table * WOFF.entry;
    const to = SFNT.header + table * SFNT.entry;
    const [tag, offset, packed, length, checksum] = [0, 4, 8, 12, 16].map((field) => view.getUint32(from + field)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const data = woff.subarray(offset, offset + packed);
    sfnt.set(packed < length ? inflateSync(data) : data, at);
    out.setUint32(to, tag);
    out.setUint32(to + 4, checksum);
    out.setUint32(to + 8, at);
    out.setUint32(to + 12, length);
    at += Math.ceil(length / 4) * 4;
  }
  return sfnt;
}
