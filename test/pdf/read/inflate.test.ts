import { deflateSync } from 'node:zlib';
import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { inflate } from '../../../src/pdf/read/inflate.ts';

const text = new TextEncoder().encode('Thu tục hành chính '.repeat(500));
const random = Uint8Array.from({ length: 70_000 }, (_, i) => (i * i * 31 + (i >> 3)) & 0xff);

describe('inflate', () => {
  it.each([
    ['text', text],
    ['bytes that hardly shrink, more than one chunk', random],
    ['nothing', new Uint8Array()],
  ])('undoes what zlib and fflate deflated: %s', (_, data) => {
    expect(inflate(new Uint8Array(deflateSync(data)), 0, 100_000)).toEqual(data);
    expect(inflate(zlibSync(data), 0, 100_000)).toEqual(data);
    expect(inflate(new Uint8Array(deflateSync(data, { level: 0 })), 0, 100_000)).toEqual(data);
  });

  const deflated = zlibSync(text);
  const changed = (index: number, value: number): Uint8Array => deflated.with(index < 0 ? deflated.length + index : index, value);
  it.each([
    ['a wrong Adler-32, which fflate accepts', changed(-1, 0)],
    ['a byte behind the checksum', Uint8Array.from([...deflated, 0])],
    ['a byte between data and checksum', Uint8Array.from([...deflated.subarray(0, -4), 0, ...deflated.subarray(-4)])],
    ['a missing end', deflated.subarray(0, -5)],
    ['a wrong header checksum', changed(1, 0)],
    ['a preset dictionary', changed(1, 0xbb)],
    ['no header at all', deflated.subarray(2)],
    ['nothing at all', new Uint8Array()],
  ])('refuses %s', (_, data) => {
    expect(() => inflate(data, 0, 100_000)).toThrow(expect.objectContaining({ code: 'inflate' }));
  });

  it('stops a bomb at the bound', () => {
    const bomb = zlibSync(new Uint8Array(2_000_000));
    expect(bomb.length).toBeLessThan(4_000);
    expect(() => inflate(bomb, 0, 1_000_000)).toThrow(expect.objectContaining({ code: 'too-large' }));
  });
});
