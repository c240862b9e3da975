/**
 * Writes test/vectors from the fixed keys in keys.json: `node scripts/generate-vectors.ts`. Running it again changes nothing unless a
 * format changed: ECDSA signatures are random, so one that still verifies is kept.
 */
import { createPrivateKey, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { id, sha256 } from 'ethers';
import { buildSignedData } from '../src/cms/build-signed-data.ts';
import { readCertificate } from '../src/cms/certificate.ts';
import { embedReceipt } from '../src/cms/embed-receipt.ts';
import { parseSealSignature } from '../src/cms/parse-signed-data.ts';
import { encodeReceipt } from '../src/cms/receipt-attribute.ts';
import { encodeRecord } from '../src/cms/record-attribute.ts';
import { signWith } from '../src/custody/signing-key.ts';
import { anchorStatement, enrolmentStatement, revocationStatement, rotationStatement } from '../src/custody/statements.ts';
import { leafOf } from '../src/merkle/leaf.ts';
import { treeOf } from '../src/merkle/tree.ts';
import type { Address, AgencyId, Digest, DocumentId, Hex, Leaf, Root, SealId } from '../src/model/identifiers.ts';
import { fromHex, toHex, ZERO_DIGEST } from '../src/model/identifiers.ts';
import type { Receipt } from '../src/model/receipt.ts';
import type { SealingRecord } from '../src/model/sealing-record.ts';

const FOLDER = new URL('../test/vectors/', import.meta.url);
const ALGORITHMS = ['P-256', 'RSA'] as const;
type Algorithm = (typeof ALGORITHMS)[number];

/** Any 32 bytes, told apart by a word: keccak256 of it. */
const bytes32 = (word: string) => id(word) as AgencyId & SealId & Leaf & Root & Digest;
const digestOfText = (text: string) => sha256(new TextEncoder().encode(text)) as Digest;
const address = (word: string) => id(word).slice(0, 42) as Address;

const SEAL = bytes32('physical seal code');
const SECOND_SEAL = bytes32('another physical seal code');
const CHAIN = { chainId: 31337, ledger: address('ledger'), registry: address('registry') };

/** The detached content that the records' documentDigest is the SHA-256 of. */
export const CONTENT = 'The ranges of the ByteRange.\n';

const RECORDS: readonly SealingRecord[] = [
  {
    version: 1,
    documentId: '000102030405060708090a0b0c0d0e0f' as DocumentId,
    documentDigest: digestOfText(CONTENT),
    sealId: SEAL,
    documentType: 'generic',
    validUntil: 0,
    previousLeaf: ZERO_DIGEST,
    approvalDigest: ZERO_DIGEST,
    metadataRoot: ZERO_DIGEST,
  },
  {
    version: 1,
    documentId: 'ffffffffffffffffffffffffffffffff' as DocumentId,
    documentDigest: digestOfText(CONTENT),
    sealId: SECOND_SEAL,
    documentType: 'business-licence-2',
    validUntil: 4_102_444_800,
    previousLeaf: bytes32('previous leaf'),
    approvalDigest: bytes32('approval'),
    metadataRoot: bytes32('metadata'),
  },
  {
    version: 1,
    documentId: '80000000000000000000000000000000' as DocumentId,
    documentDigest: digestOfText(''),
    sealId: SEAL,
    documentType: 'a'.repeat(64),
    validUntil: Number.MAX_SAFE_INTEGER,
    previousLeaf: ZERO_DIGEST,
    approvalDigest: ZERO_DIGEST,
    metadataRoot: ZERO_DIGEST,
  },
];

/** Every vector file but keys.json, by name. */
export async function makeVectors(): Promise<Record<string, unknown>> {
  const trees = [1, 2, 3, 5, 8, 13].map(makeTree);
  const receipts = makeReceipts(trees[0], trees[3]);
  return {
    'records.json': RECORDS.map((record) => ({ record, attribute: toHex(encodeRecord(record)), leaf: leafOf(record) })),
    'trees.json': trees,
    'receipts.json': receipts.map((receipt) => ({ receipt, attribute: toHex(encodeReceipt(receipt)) })),
    'statements.json': await makeStatements(),
    'cms.json': await Promise.all(ALGORITHMS.map((algorithm, i) => makeCms(algorithm, RECORDS[i], receipts[i]))),
  };
}

/** Over the first leaves of one list, which are not in order. */
function makeTree(size: number) {
  const leaves = Array.from({ length: size }, (_, i) => bytes32(`leaf ${i}`));
  const tree = treeOf(leaves);
  return { leaves, root: tree.root, paths: leaves.map((leaf) => tree.path(leaf)) };
}

function makeReceipts(...trees: (ReturnType<typeof makeTree> | undefined)[]): Receipt[] {
  return trees.flatMap((tree, i) =>
    tree
      ? [
          {
            version: 1,
            chainId: CHAIN.chainId,
            ledger: CHAIN.ledger,
            root: tree.root,
            leafCount: tree.leaves.length,
            path: tree.paths[0] ?? [],
            transaction: bytes32(`transaction ${i}`),
            block: 127 + i,
          },
        ]
      : [],
  );
}

async function makeStatements() {
  const { chainId, ledger, registry } = CHAIN;
  const key = keyOf('P-256').certificate.key;
  const anchor = { chainId, ledger, sealId: SEAL, epoch: 1, root: bytes32('root'), leafCount: 5 };
  const enrolment = {
    chainId,
    registry,
    agencyId: bytes32('agency code'),
    sealId: SEAL,
    certificateDigest: keyOf('P-256').certificate.digest,
    markDigest: bytes32('mark'),
    kind: 'contract',
    validFrom: 1_767_225_600,
    validUntil: 4_102_444_800,
  } as const;
  const newKey = keyOf('RSA').certificate;
  const rotation = { chainId, registry, sealId: SEAL, epoch: 3, newKey: newKey.key, certificateDigest: newKey.digest };
  const revocation = { chainId, ledger, signingSealId: SECOND_SEAL, epoch: 2, sealId: SEAL, leaf: bytes32('leaf 0') };
  const superseded = { ...revocation, reason: 'superseded', replacement: bytes32('leaf 1') } as const;
  const fraud = { ...revocation, reason: 'fraud' } as const;
  return Promise.all([
    signed({ purpose: 'anchor', terms: anchor, preimage: anchorStatement(anchor) }),
    signed({ purpose: 'enrolment', terms: { ...enrolment, key }, preimage: enrolmentStatement(enrolment, key) }),
    signed({ purpose: 'rotation', terms: rotation, preimage: rotationStatement(rotation) }),
    signed({ purpose: 'revocation', terms: superseded, preimage: revocationStatement(superseded) }),
    signed({ purpose: 'revocation', terms: fraud, preimage: revocationStatement(fraud) }),
  ]);
}

async function signed({ preimage, ...statement }: { purpose: string; terms: object; preimage: Uint8Array }) {
  const digest = sha256(preimage);
  const earlier = (readVectors('statements.json') as { digest: string; signatures: Record<Algorithm, Hex> }[]) ?? [];
  const kept = earlier.find((each) => each.digest === digest)?.signatures;
  const signatures = Object.fromEntries(
    await Promise.all(ALGORITHMS.map(async (name) => [name, toHex(await signOnce(name, preimage, kept?.[name]))])),
  );
  return { ...statement, preimage: toHex(preimage), digest, signatures };
}

async function makeCms(algorithm: Algorithm, record?: SealingRecord, receipt?: Receipt) {
  if (!record || !receipt) throw new RangeError('one record and one receipt for each algorithm');
  const earlier = (readVectors('cms.json') as { algorithm: string; cms: Hex }[]) ?? [];
  const kept = earlier.find((each) => each.algorithm === algorithm)?.cms;
  const keptSignature = kept && parseSealSignature(fromHex(kept))?.signature;
  const cms = await buildSignedData({
    record,
    certificate: keyOf(algorithm).certificate.der,
    sign: (attributes) => signOnce(algorithm, attributes, keptSignature && toHex(keptSignature)),
  });
  return { algorithm, content: CONTENT, record, receipt, cms: toHex(cms), cmsWithReceipt: toHex(embedReceipt(cms, receipt)) };
}

/** The kept signature if it still verifies, else a new one. */
async function signOnce(algorithm: Algorithm, bytes: Uint8Array, kept: Hex | undefined): Promise<Uint8Array> {
  const { privateKey } = keyOf(algorithm);
  const key = { key: createPublicKey(privateKey), dsaEncoding: 'ieee-p1363' } as const;
  if (kept && verify('sha256', bytes, key, fromHex(kept))) return fromHex(kept);
  return signWith(privateKey, bytes);
}

function keyOf(algorithm: Algorithm): { privateKey: KeyObject; certificate: ReturnType<typeof readCertificate> } {
  const { privateKey, certificate } = (readVectors('keys.json') as Record<Algorithm, { privateKey: Hex; certificate: Hex }>)[
    algorithm
  ];
  return {
    privateKey: createPrivateKey({ key: Buffer.from(fromHex(privateKey)), format: 'der', type: 'pkcs8' }),
    certificate: readCertificate(fromHex(certificate)),
  };
}

export function readVectors(name: string): unknown {
  const file = new URL(name, FOLDER);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [name, vectors] of Object.entries(await makeVectors())) {
    writeFileSync(new URL(name, FOLDER), `${JSON.stringify(vectors, null, 2)}\n`);
  }
}
