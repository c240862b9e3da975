import { type Digest, type DocumentId, fromHex, type Leaf, type SealId, toHex } from '../model/identifiers.ts';
import type { SealingRecord } from '../model/sealing-record.ts';
import { LAST_TIME } from '../model/time.ts';
import { CmsFormatError } from './cms-format-error.ts';
import { der, derUint, OCTET_STRING, readAll, SEQUENCE, UTF8_STRING } from './der.ts';

/** All of the record but its documentDigest, which is the messageDigest attribute. */
export type RecordAttribute = Omit<SealingRecord, 'documentDigest'>;

/** SealingRecord in docs/formats.md, DER. */
export function encodeRecord(record: RecordAttribute): Uint8Array {
  return der(
    SEQUENCE,
    derUint(record.version),
    der(OCTET_STRING, fromHex(`0x${record.documentId}`)),
    der(OCTET_STRING, fromHex(record.sealId)),
    der(UTF8_STRING, new TextEncoder().encode(record.documentType)),
    derUint(record.validUntil),
    der(OCTET_STRING, fromHex(record.previousLeaf)),
    der(OCTET_STRING, fromHex(record.approvalDigest)),
    der(OCTET_STRING, fromHex(record.metadataRoot)),
  );
}

export function readRecord(bytes: Uint8Array): RecordAttribute {
  return readAll(bytes, (outer) =>
    outer.within(SEQUENCE, (fields) => {
      if (fields.uint() !== 1) throw new CmsFormatError('a sealing record of another version than 1');
      return {
        version: 1,
        documentId: toHex(fields.octets(16)).slice(2) as DocumentId,
        sealId: toHex(fields.octets(32)) as SealId,
        documentType: readDocumentType(fields.content(UTF8_STRING)),
        validUntil: readTime(fields.uint()),
        previousLeaf: toHex(fields.octets(32)) as Leaf,
        approvalDigest: toHex(fields.octets(32)) as Digest,
        metadataRoot: toHex(fields.octets(32)) as Digest,
      };
    }),
  );
}

function readTime(seconds: number): number {
  if (seconds > LAST_TIME) throw new CmsFormatError(`a time beyond the year 9999: ${seconds}`);
  return seconds;
}

function readDocumentType(bytes: Uint8Array): string {
  const name = new TextDecoder().decode(bytes);
  if (!/^[a-z0-9-]{1,64}$/.test(name)) throw new CmsFormatError('a document type other than [a-z0-9-]{1,64}');
  return name;
}
