/**
 * `npm run bench`: sealing and verifying by file size, each beside its floor in the same process: SHA-256 over the bytes and one
 * P-256 signature by node:crypto. Ratios first; medians, in milliseconds. Registry and anchor facts are loaded beforehand.
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PDFDocument, PDFName } from 'pdf-lib';
import { openFileCustody } from '../src/custody/file-custody.ts';
import type { Custody } from '../src/custody/port.ts';
import { createLedgerReader } from '../src/ledger/read/ethers-reader.ts';
import { createAnchorWriter } from '../src/ledger/write/ethers-writer.ts';
import type { DocumentId, SealId } from '../src/model/identifiers.ts';
import { embedReceiptInPdf } from '../src/sealing/embed-receipt-in-pdf.ts';
import { type SignedDocument, signDocument } from '../src/sealing/sign-document.ts';
import { verifyDocument } from '../src/verification/verify-document.ts';
import { cachedLedger } from '../test/support/cached-ledger.ts';
import { startTestChain, type TestChain } from '../test/support/chain.ts';
import { enrolSealingAgency } from '../test/support/sealing-agency.ts';
import { makeSample } from './samples/make-sample.ts';

const SIZES = [
  { name: '100 KB', bytes: 100_000, runs: 51 },
  { name: '1 MB', bytes: 1_000_000, runs: 31 },
  { name: '50 MB', bytes: 50_000_000, runs: 5 },
];
const PASSPHRASE = 'benchmark';

/** A sample document, brought to the size by a stream of random bytes. */
async function documentOfSize(bytes: number): Promise<Uint8Array> {
  const document = await PDFDocument.load(await makeSample('en'));
  const empty = await document.save({ useObjectStreams: false });
  const ballast = document.context.register(document.context.stream(randomBytes(Math.max(0, bytes - empty.length))));
  document.getPage(0).node.set(PDFName.of('PieceInfo'), ballast);
  return document.save({ useObjectStreams: false });
}

async function anchorAlone(chain: TestChain, custody: Custody, sealId: SealId, document: SignedDocument): Promise<Uint8Array> {
  const { chainId, ledger } = chain.network;
  const statement = await custody.signStatement(sealId, { chainId, ledger, epoch: 1 }, [document.cms]);
  const anchoring = { sealId, root: statement.root, leafCount: 1, epoch: 1, signature: statement.signature };
  const writer = createAnchorWriter(chain.network, chain.keys.relay);
  const transaction = await writer.prepare([anchoring]);
  await writer.send(transaction);
  const anchor = await (await createLedgerReader(chain.network).snapshot()).anchor(sealId, statement.root);
  if (!anchor) throw new Error('the document was not anchored');
  const { root, block } = anchor;
  const receipt = { version: 1, chainId, ledger, root, leafCount: 1, path: [], transaction: transaction.digest, block } as const;
  return embedReceiptInPdf(document.bytes, document.contents, document.cms, receipt);
}

async function medianOf(runs: number, work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = -2; run < runs; run++) {
    const started = performance.now();
    await work();
    if (run >= 0) times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[runs >> 1] ?? Number.NaN;
}

const newDocumentId = () => randomBytes(16).toString('hex') as DocumentId;
const cell = (value: number, digits: number) => value.toFixed(digits).padStart(10);

const chain = await startTestChain();
const data = await mkdtemp(path.join(tmpdir(), 'vermilion-bench-'));
try {
  const agency = { code: 'BENCH', name: 'Bureau of Benchmarks' };
  const { sealId } = await enrolSealingAgency(chain, agency, { data, passphrase: PASSPHRASE });
  const custody = openFileCustody(path.join(data, 'custody'), PASSPHRASE);
  const environment = { custody, publicUrl: 'https://seals.example', now: () => new Date() };
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  console.log('              ratio to floor              median, ms');
  console.log('   size      seal    verify      floor      seal    verify');
  for (const { name, bytes, runs } of SIZES) {
    const file = await documentOfSize(bytes);
    const request = () => ({ documentId: newDocumentId(), sealId, file, documentType: 'generic' });
    const sealed = await anchorAlone(chain, custody, sealId, await signDocument(request(), environment));
    const ledger = cachedLedger(createLedgerReader(chain.network));
    const verify = () => verifyDocument(sealed, { network: chain.network, ledger });
    const { indication } = await verify();
    if (indication !== 'TOTAL-PASSED') throw new Error(`the sealed ${name} file ends ${indication}`);

    const floor = await medianOf(runs, () => sign('sha256', createHash('sha256').update(file).digest(), privateKey));
    const sealing = await medianOf(runs, () => signDocument(request(), environment));
    const verifying = await medianOf(runs, verify);
    const ratios = cell(sealing / floor, 1) + cell(verifying / floor, 1);
    console.log(`${name.padStart(7)}${ratios}${cell(floor, 2)}${cell(sealing, 2)}${cell(verifying, 2)}`);
  }
} finally {
  await chain.stop();
  await rm(data, { recursive: true, force: true });
}
