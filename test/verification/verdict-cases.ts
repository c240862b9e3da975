import { createLedgerReader } from '../../src/ledger/read/ethers-reader.ts';
import { createRegistryWriter } from '../../src/ledger/write/ethers-writer.ts';
import { rootOf } from '../../src/merkle/tree.ts';
import type { Digest, DocumentId, Leaf, Root, SealId } from '../../src/model/identifiers.ts';
import type { Receipt } from '../../src/model/receipt.ts';
import type { VerificationEnvironment } from '../../src/verification/verify-document.ts';
import type { TestChain } from '../support/chain.ts';
import { replaceFirstPage, replaceText } from '../support/change-file.ts';
import { sealFile, signFile, signForeign, withCms, withReceipt } from '../support/seal-file.ts';
import {
  anchorLeaves,
  createTestKey,
  issueAnotherSeal,
  issueTestSeal,
  makeSeal,
  revokeTestDocument,
  rotateTestSeal,
} from '../support/test-seal.ts';
import { createWeakKey } from '../support/weak-key.ts';
import type { Stage } from './stage.ts';

export interface MadeFile {
  readonly bytes: Uint8Array;
  /** How the verifier differs from the stage's. */
  readonly environment?: Partial<VerificationEnvironment>;
}

/** A file, the verdict that its first seal must get, and what it would get if the row that decides saw nothing. */
export interface VerdictCase {
  /** The row of the table. */
  readonly finding: string;
  readonly file: string;
  readonly verdict: string;
  /** `undecided`: nothing else speaks, and the checks that could not be made forbid a pass. */
  readonly unseen: string;
  readonly make: (stage: Stage) => Promise<MadeFile>;
}

const PASSED = 'TOTAL-PASSED';
const ANOTHER_DOCUMENT = 'ab'.repeat(16) as DocumentId;
const ANOTHER_DIGEST = `0x${'cd'.repeat(32)}` as Digest & Leaf & Root;

/** A proper seal with a receipt that differs from its own in these fields. */
const withFalseReceipt =
  (change: (receipt: Receipt, stage: Stage) => Partial<Receipt>) =>
  async (stage: Stage): Promise<MadeFile> => {
    const sealed = await sealFile(stage.chain, stage.pdf, stage.seal);
    return { bytes: withReceipt(sealed, { ...sealed.receipt, ...change(sealed.receipt, stage) }) };
  };

const FORMAT: readonly VerdictCase[] = [
  {
    file: 'a CMS in upper-case hexadecimal',
    make: async ({ chain, pdf, seal }: Stage) => {
      const { bytes, contents } = await sealFile(chain, pdf, seal);
      return { bytes: replaceText(bytes, '2a8648', '2A8648', contents.start) };
    },
  },
  {
    file: 'something behind the CMS in /Contents',
    make: async ({ chain, pdf, seal }: Stage) => {
      const { bytes, contents } = await sealFile(chain, pdf, seal);
      return { bytes: replaceText(bytes, '00>', '01>', contents.start) };
    },
  },
  {
    file: 'a ByteRange that leaves out more than /Contents',
    make: async ({ chain, pdf, seal }: Stage) => {
      const { bytes, contents } = await sealFile(chain, pdf, seal);
      const range = `${contents.end} ${bytes.length - contents.end}`;
      const wider = `${contents.end + 1} ${bytes.length - contents.end - 1}`;
      return { bytes: replaceText(bytes, range, wider) };
    },
  },
].map((made) => ({
  finding: 'malformed ByteRange, CMS or record',
  verdict: 'TOTAL-FAILED / FORMAT_FAILURE',
  unseen: 'undecided',
  ...made,
}));

const INTEGRITY: readonly VerdictCase[] = [
  {
    finding: 'digest differs',
    file: 'a changed byte in the sealed revision',
    verdict: 'TOTAL-FAILED / HASH_FAILURE',
    unseen: PASSED,
    make: async ({ chain, pdf, seal }) => {
      const { bytes } = await sealFile(chain, pdf, seal);
      return { bytes: replaceText(bytes, '/Helvetica', '/Helvetics') };
    },
  },
  {
    finding: 'digest differs',
    file: 'a signature moved to another file',
    verdict: 'TOTAL-FAILED / HASH_FAILURE',
    unseen: PASSED,
    make: async ({ chain, pdf, seal }) => {
      const { record, receipt, cms } = await sealFile(chain, pdf, seal);
      const other = await signFile(replaceText(pdf, '/Helvetica', '/Helvetics'), seal, { record });
      return { bytes: withReceipt({ ...other, cms }, receipt) };
    },
  },
  {
    finding: 'signature value wrong',
    file: "a signature that another key made in the certificate's name",
    verdict: 'TOTAL-FAILED / SIG_CRYPTO_FAILURE',
    unseen: PASSED,
    make: async ({ chain, pdf, seal }) => sealFile(chain, pdf, seal, { sign: (await createTestKey()).sign }),
  },
  {
    finding: 'algorithm too weak',
    file: 'a signature by an RSA key of 1,024 bits',
    verdict: 'INDETERMINATE / CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
    unseen: 'INDETERMINATE / NO_CERTIFICATE_CHAIN_FOUND',
    make: async ({ chain, pdf, seal }) => {
      const { receipt } = await sealFile(chain, pdf, seal);
      const signed = await signFile(pdf, { ...seal, key: await createWeakKey() });
      return { bytes: withReceipt(signed, receipt) };
    },
  },
];

const LATER_CHANGES: readonly VerdictCase[] = [
  {
    file: 'a page replaced after the seal',
    make: async ({ chain, pdf, seal }: Stage) => {
      const { bytes } = await sealFile(chain, pdf, seal);
      return { bytes: replaceFirstPage(bytes, '0 0 m 100 100 l S') };
    },
  },
  {
    file: 'a foreign signature after the seal',
    make: async ({ chain, pdf, seal }: Stage) => {
      const { bytes } = await sealFile(chain, pdf, seal);
      return { bytes: await signForeign(bytes, 'Somebody') };
    },
  },
  {
    file: 'a counter-seal that no registry knows',
    make: async ({ chain, pdf, seal }: Stage) => {
      const first = await sealFile(chain, pdf, seal);
      const second = await signFile(first.bytes, await makeSeal(), { record: { previousLeaf: first.leaf } });
      return { bytes: withReceipt(second, first.receipt) };
    },
  },
  {
    file: 'a counter-seal that was never recorded',
    make: async ({ chain, pdf, seal }: Stage) => {
      const first = await sealFile(chain, pdf, seal);
      return signFile(first.bytes, await issueTestSeal(chain), { record: { previousLeaf: first.leaf } });
    },
  },
  {
    file: 'a counter-seal by a key that was compromised before',
    make: async ({ chain, pdf, seal }: Stage) => {
      const first = await sealFile(chain, pdf, seal);
      const counter = await issueTestSeal(chain);
      const second = await sealFile(chain, first.bytes, counter, { record: { previousLeaf: first.leaf } });
      await declareCompromised(chain, counter.sealId);
      return second;
    },
  },
  {
    file: 'a counter-seal whose own revision was changed',
    make: async ({ chain, pdf, seal }: Stage) => {
      const first = await sealFile(chain, pdf, seal);
      const second = await sealFile(chain, first.bytes, await issueTestSeal(chain), { record: { previousLeaf: first.leaf } });
      return { bytes: replaceText(second.bytes, '/F 132', '/F 133', first.bytes.length) };
    },
  },
  {
    file: 'a counter-seal as large as the page',
    make: async ({ chain, pdf, seal }: Stage) => {
      const first = await sealFile(chain, pdf, seal);
      const record = { previousLeaf: first.leaf };
      return sealFile(chain, first.bytes, await issueTestSeal(chain), { record, place: { page: 0, rect: [0, 0, 595, 842] } });
    },
  },
  {
    file: 'a document time stamp that draws over the page',
    make: async ({ chain, pdf, seal }: Stage) => {
      const { bytes } = await sealFile(chain, pdf, seal);
      const stamped = await signForeign(bytes, 'Somebody');
      const signature = '/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.CAdES.detached';
      const timeStamp = '/Type /DocTimeStamp /SubFilter /ETSI.RFC3161'.padEnd(signature.length);
      return { bytes: replaceText(stamped, signature, timeStamp, bytes.length) };
    },
  },
].map((made) => ({
  finding: 'changed after the seal in a way that no seal covers',
  verdict: 'TOTAL-FAILED / FORBIDDEN_CHANGE',
  unseen: PASSED,
  ...made,
}));

const RECORD: readonly VerdictCase[] = [
  {
    file: 'a signature dictionary that names another document',
    make: ({ chain, pdf, seal }: Stage) => sealFile(chain, pdf, seal, { dictionaryDocumentId: ANOTHER_DOCUMENT }),
  },
  {
    file: 'a signature field that names another document',
    make: ({ chain, pdf, seal }: Stage) => sealFile(chain, pdf, seal, { fieldName: `Seal-${ANOTHER_DOCUMENT}` }),
  },
  {
    file: 'a record that follows a seal which is not in the file',
    make: ({ chain, pdf, seal }: Stage) => sealFile(chain, pdf, seal, { record: { previousLeaf: ANOTHER_DIGEST } }),
  },
  {
    file: 'a seal larger than a mark and a QR block',
    make: ({ chain, pdf, seal }: Stage) => sealFile(chain, pdf, seal, { place: { page: 0, rect: [0, 0, 300, 172] } }),
  },
]
  .map((made) => ({ finding: 'record, dictionary, field and preceding seal disagree', ...made }))
  .concat({
    finding: 'the page shows another mark than the registered one',
    file: "a page that shows another agency's mark",
    make: async ({ chain, pdf, seal }: Stage) => {
      const { mark } = await makeSeal({ agencyName: 'Bộ Tài chính' });
      return sealFile(chain, pdf, seal, { mark });
    },
  })
  .map((made) => ({ verdict: 'TOTAL-FAILED / RECORD_MISMATCH', unseen: PASSED, ...made }));

const LEDGER: readonly VerdictCase[] = [
  {
    file: 'a good file and a chain that does not answer',
    unseen: 'undecided',
    make: async ({ chain, pdf, seal }: Stage) => {
      const rpcUrls = ['http://127.0.0.1:9'];
      return { ...(await sealFile(chain, pdf, seal)), environment: { ledger: createLedgerReader(chain.network, { rpcUrls }) } };
    },
  },
  {
    file: 'a good file and two nodes of different chains',
    unseen: 'undecided',
    make: async ({ chain, twin, pdf, seal }: Stage) => {
      const rpcUrls = [chain.rpcUrl, twin.rpcUrl];
      const ledger = createLedgerReader(chain.network, { rpcUrls, quorum: 2 });
      return { ...(await sealFile(chain, pdf, seal)), environment: { ledger } };
    },
  },
  {
    file: 'a good file whose anchor is not final yet',
    unseen: PASSED,
    make: async ({ chain, pdf, seal }: Stage) => {
      const ledger = createLedgerReader({ ...chain.network, confirmations: 1000 });
      return { ...(await sealFile(chain, pdf, seal)), environment: { ledger } };
    },
  },
].map((made) => ({
  finding: 'chain out of reach, nodes disagree, anchor not final yet',
  verdict: 'INDETERMINATE / TRY_LATER',
  ...made,
}));

const RECORDING: readonly VerdictCase[] = [
  {
    finding: 'receipt names a chain or ledger not in the network file',
    file: 'a perfect seal of an agency of the same name and code on another deployment',
    verdict: 'INDETERMINATE / UNKNOWN_LEDGER',
    unseen: 'INDETERMINATE / NO_CERTIFICATE_CHAIN_FOUND',
    make: async ({ chain, elsewhere, pdf }) => {
      const names = { agencyName: 'Sở Y tế', agencyCode: 'A-79-01', physicalCode: 'S-79-01' };
      await issueTestSeal(chain, names);
      return sealFile(elsewhere, pdf, await issueTestSeal(elsewhere, names));
    },
  },
  {
    finding: 'key not in the registry',
    file: 'the same on a chain with the same id, whose contracts have the same addresses',
    verdict: 'INDETERMINATE / NO_CERTIFICATE_CHAIN_FOUND',
    unseen: 'INDETERMINATE / NO_POE',
    make: async ({ chain, twin, pdf }) => {
      const names = { agencyName: 'Sở Tư pháp', agencyCode: 'A-79-02', physicalCode: 'S-79-02' };
      await issueTestSeal(chain, names);
      return sealFile(twin, pdf, await issueTestSeal(twin, names));
    },
  },
  {
    finding: 'key not in the registry',
    file: "signed by one agency in another's name, which stated it",
    verdict: 'INDETERMINATE / NO_CERTIFICATE_CHAIN_FOUND',
    unseen: 'INDETERMINATE / SIG_CONSTRAINTS_FAILURE',
    make: async ({ chain, pdf, seal }) => {
      const { key } = await issueTestSeal(chain);
      const signed = await signFile(pdf, { ...seal, key });
      const [receipt] = await anchorLeaves(chain, seal, [signed.leaf]);
      return { bytes: withReceipt(signed, receipt as Receipt) };
    },
  },
  {
    finding: 'key not in the registry',
    file: 'a seal that was never issued',
    verdict: 'INDETERMINATE / NO_CERTIFICATE_CHAIN_FOUND',
    unseen: 'INDETERMINATE / NO_POE',
    make: async ({ chain, pdf, seal }) => {
      const { receipt } = await sealFile(chain, pdf, seal);
      return { bytes: withReceipt(await signFile(pdf, await makeSeal()), receipt) };
    },
  },
  {
    finding: 'no receipt in the file, and none from a configured service',
    file: 'a seal whose receipt was stripped',
    verdict: 'INDETERMINATE / NO_POE',
    unseen: 'undecided',
    make: async ({ chain, pdf, seal }) => {
      const sealed = await sealFile(chain, pdf, seal);
      return { bytes: withCms(sealed, sealed.cms) };
    },
  },
];

const NO_ANCHOR: readonly VerdictCase[] = [
  {
    file: 'a seal that was never stated',
    unseen: 'undecided',
    make: async ({ pdf, seal, chain }: Stage) => {
      const { receipt } = await sealFile(chain, pdf, seal);
      const signed = await signFile(pdf, seal);
      return { bytes: withReceipt(signed, { ...receipt, root: rootOf(signed.leaf, []) }) };
    },
  },
  {
    file: "another document's receipt",
    unseen: 'undecided',
    make: async ({ chain, pdf, seal }: Stage) => {
      const { receipt } = await sealFile(chain, pdf, seal);
      return { bytes: withReceipt(await signFile(pdf, seal), receipt) };
    },
  },
  {
    file: 'the path of another leaf of the same batch',
    unseen: 'undecided',
    make: async ({ chain, pdf, seal }: Stage) => {
      const [first, second] = [await signFile(pdf, seal), await signFile(pdf, seal)];
      const [, receipt] = await anchorLeaves(chain, seal, [first.leaf, second.leaf, ANOTHER_DIGEST]);
      return { bytes: withReceipt(first, receipt as Receipt) };
    },
  },
  {
    file: 'a path that takes the leaf for an inner node',
    unseen: 'undecided',
    make: async ({ chain, pdf, seal }: Stage) => {
      const [first, second] = [await signFile(pdf, seal), await signFile(pdf, seal)];
      const [receipt] = await anchorLeaves(chain, seal, [first.leaf, second.leaf]);
      return { bytes: withReceipt(first, { ...(receipt as Receipt), path: [] }) };
    },
  },
  {
    file: 'a path longer than the declared number of leaves allows',
    unseen: PASSED,
    make: async ({ chain, pdf, seal }: Stage) => {
      const [first, second] = [await signFile(pdf, seal), await signFile(pdf, seal)];
      const [receipt] = await anchorLeaves(chain, seal, [first.leaf, second.leaf], { leafCount: 1 });
      return { bytes: withReceipt(first, receipt as Receipt) };
    },
  },
  { file: 'a receipt with another leaf count', unseen: PASSED, make: withFalseReceipt(() => ({ leafCount: 2 })) },
  { file: 'a receipt with another block', unseen: PASSED, make: withFalseReceipt(({ block }) => ({ block: block + 1 })) },
  { file: 'a receipt with another root', unseen: PASSED, make: withFalseReceipt(() => ({ root: ANOTHER_DIGEST })) },
  {
    file: 'a receipt with another transaction',
    unseen: PASSED,
    make: withFalseReceipt(() => ({ transaction: ANOTHER_DIGEST })),
  },
].map((made) => ({ finding: 'receipt, but no such anchor', verdict: 'INDETERMINATE / NO_POE', ...made }));

const STANDING: readonly VerdictCase[] = [
  {
    finding: 'certificate, record, anchor and registry name different seals',
    file: 'signed with the key before a rotation, stated with the one after',
    verdict: 'INDETERMINATE / SIG_CONSTRAINTS_FAILURE',
    unseen: PASSED,
    make: async ({ chain, pdf }) => {
      const seal = await issueTestSeal(chain);
      const rotated = await rotateTestSeal(chain, seal);
      const signed = await signFile(pdf, seal);
      const [receipt] = await anchorLeaves(chain, rotated, [signed.leaf], { epoch: 2 });
      return { bytes: withReceipt(signed, receipt as Receipt) };
    },
  },
  {
    finding: 'certificate, record, anchor and registry name different seals',
    file: 'signed by one seal of an agency in the name of another, which stated it',
    verdict: 'INDETERMINATE / SIG_CONSTRAINTS_FAILURE',
    unseen: PASSED,
    make: async ({ chain, pdf, seal }) => {
      const { key } = await issueAnotherSeal(chain, seal);
      const signed = await signFile(pdf, { ...seal, key });
      const [receipt] = await anchorLeaves(chain, seal, [signed.leaf]);
      return { bytes: withReceipt(signed, receipt as Receipt) };
    },
  },
  {
    finding: "certificate not valid at the anchor's time",
    file: 'a seal with a certificate of 2020',
    verdict: 'INDETERMINATE / OUT_OF_BOUNDS_NOT_REVOKED',
    unseen: PASSED,
    make: async ({ chain, pdf }) => {
      const key = await createTestKey({ validFrom: new Date('2020-01-01'), validUntil: new Date('2020-12-31') });
      return sealFile(chain, pdf, await issueTestSeal(chain, { key }));
    },
  },
  {
    finding: 'key compromised since before the anchor, seal revoked before it',
    file: 'a seal whose key was compromised when it was used',
    verdict: 'TOTAL-FAILED / REVOKED',
    unseen: PASSED,
    make: async ({ chain, pdf }) => {
      const seal = await issueTestSeal(chain);
      const sealed = await sealFile(chain, pdf, seal);
      await declareCompromised(chain, seal.sealId);
      return sealed;
    },
  },
  {
    finding: 'document revoked',
    file: 'a document that its agency withdrew',
    verdict: 'TOTAL-FAILED / DOCUMENT_REVOKED',
    unseen: PASSED,
    make: async ({ chain, pdf, seal }) => {
      const sealed = await sealFile(chain, pdf, seal);
      await revokeTestDocument(chain, seal, sealed.leaf, sealed.receipt, { reason: 'withdrawn' });
      return sealed;
    },
  },
];

/** Since the key's enrolment: everything it did is void. */
async function declareCompromised(chain: TestChain, sealId: SealId): Promise<void> {
  const seal = await (await createLedgerReader(chain.network).snapshot()).seal(sealId);
  if (!seal?.keys[0]) throw new Error(`no seal ${sealId}`);
  const writer = createRegistryWriter(chain.network, chain.keys.supervisor);
  await writer.declareCompromise(sealId, 1, seal.keys[0].enrolledAt);
}

export const VERDICT_CASES = [
  ...FORMAT,
  ...INTEGRITY,
  ...LATER_CHANGES,
  ...RECORD,
  ...LEDGER,
  ...RECORDING,
  ...NO_ANCHOR,
  ...STANDING,
];
