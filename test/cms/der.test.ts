import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CmsFormatError } from '../../src/cms/cms-format-error.ts';
import {
  type DerReader,
  der,
  derSetOf,
  derUint,
  derUnsigned,
  OCTET_STRING,
  readAll,
  readUnsigned,
  SEQUENCE,
  SET,
} from '../../src/cms/der.ts';

const bytes = (maxLength: number) => fc.uint8Array({ maxLength, size: 'max' });

test('what is written is read', () => {
  fc.assert(
    fc.property(
      bytes(70_000),
      (contents) => readAll(der(OCTET_STRING, contents), (it) => it.content(OCTET_STRING)).length === contents.length,
    ),
    {
      numRuns: 50,
    },
  );
  fc.assert(fc.property(fc.maxSafeNat(), (value) => readAll(derUint(value), (it) => it.uint()) === value));
});

test.each([
  [0, '020100'],
  [127, '02017f'],
  [128, '02020080'],
  [256, '02020100'],
  [Number.MAX_SAFE_INTEGER, '02071fffffffffffff'],
])('INTEGER %i is %s', (value, hex) => {
  expect(Buffer.from(derUint(value)).toString('hex')).toBe(hex);
});

test('derUnsigned drops leading zeros', () => {
  expect(derUnsigned(Uint8Array.of(0, 0, 1, 2))).toEqual(derUnsigned(Uint8Array.of(1, 2)));
});

test('SET OF is in ascending order, a prefix before what it begins', () => {
  const [a, b, c] = [Uint8Array.of(4, 1, 1), Uint8Array.of(4, 1, 2), Uint8Array.of(4, 2, 0, 0)] as const;
  expect(derSetOf(SET, [c, b, a])).toEqual(der(SET, a, b, c));
  expect(derSetOf(SET, [Uint8Array.of(4, 0, 0), Uint8Array.of(4, 0)])).toEqual(
    der(SET, Uint8Array.of(4, 0), Uint8Array.of(4, 0, 0)),
  );
});

const octets = (reader: DerReader) => reader.content(OCTET_STRING);
const uint = (reader: DerReader) => reader.uint();

describe('refuses', () => {
  test.each<[what: string, hex: string, read: (reader: DerReader) => unknown]>([
    ['nothing', '', octets],
    ['no length', '04', octets],
    ['another tag', '0500', octets],
    ['a tag of two bytes', '1f00', (reader) => reader.content()],
    ['more than there is', '040201', octets],
    ['an element longer than what holds it', '3003040201ff', (reader) => reader.within(SEQUENCE, octets)],
    ['an indefinite length', '048000', octets],
    ['a long length that would be short', '04810100', octets],
    ['a length with a leading zero', `0482008${'0'.repeat(257)}`, octets],
    ['a length of five bytes', '04850000000001', octets],
    ['something left over', '040000', octets],
    ['something left over inside', '300404000400', (reader) => reader.within(SEQUENCE, octets)],
    ['an empty INTEGER', '0200', uint],
    ['a negative INTEGER', '0201ff', uint],
    ['an INTEGER with a leading zero', '02020001', uint],
    ['an INTEGER beyond 2^53 - 1', '020720000000000000', uint],
    ['an INTEGER of eight bytes', '02080100000000000000', uint],
    ['an OCTET STRING of another size', '040100', (reader) => reader.octets(2)],
  ])('%s', (_, hex, read) => {
    expect(() => readAll(Buffer.from(hex, 'hex'), read)).toThrow(CmsFormatError);
  });
});

test('readUnsigned: zero is no bytes', () => {
  expect(readUnsigned(Uint8Array.of(0))).toEqual(Uint8Array.of());
});
