import { expect, test } from 'vitest';
import { parseRecord } from '../../src/web/record.ts';

const record = {
  documentId: '4f0c9d2e7ab1436c8d55e0f1a2b3c4d5',
  agency: { name: '杭州市市场监督管理局', code: '11330100' },
  seal: { kind: 'official', physicalCode: '3301000012345', status: 'active' },
  sealedAt: '2026-11-24T01:02:03Z',
};

test('keeps what the page shows and drops the rest', () => {
  expect(parseRecord({ ...record, anchor: { block: 7 } })).toEqual(record);
});

test('keeps what was revoked, why and when', () => {
  const revocation = { reason: 'superseded', revokedAt: '2026-11-25T01:02:03Z', replacement: '0'.repeat(32) };
  expect(parseRecord({ ...record, revocation })).toEqual({ ...record, revocation });
});

test.each([
  ['no object', 'a text'],
  ['no documentId', { ...record, documentId: undefined }],
  ['an unknown kind', { ...record, seal: { ...record.seal, kind: 'imperial' } }],
  ['an unknown status', { ...record, seal: { ...record.seal, status: 'toString' } }],
  ['a time that is none', { ...record, sealedAt: 'yesterday' }],
  ['an unknown reason', { ...record, revocation: { reason: 'whim', revokedAt: record.sealedAt } }],
])('refuses %s', (_, json) => {
  expect(() => parseRecord(json)).toThrow(TypeError);
});
