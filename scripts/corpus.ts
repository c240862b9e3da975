/**
 * `npm run corpus -- FOLDER [--first N]`: posts every PDF below FOLDER, or the first N by name of each folder in it, to a real service
 * on a real chain, and has pdfsig and qpdf judge what comes back. Per file: sealed, or refused with a code. Ends with 1 if a judge
 * rejects a sealed file, if the service fails, or if fewer than 85 in 100 of the files that qpdf finds clean and unencrypted were sealed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startTestChain } from '../test/support/chain.ts';
import { enrolSealingAgency, type SealingAgency } from '../test/support/sealing-agency.ts';
import { PASSPHRASE } from '../test/support/sealing-stage.ts';
import { downloadPdf, postDocument, startTestService } from '../test/support/service.ts';

const DEMANDED = 0.85;

interface Outcome {
  readonly verdict: 'sealed' | 'refused' | 'wrong';
  /** The refusal's code and findings, or what went wrong. */
  readonly detail: string;
}

async function sealAndJudge(file: string, work: string, url: string, agency: SealingAgency): Promise<Outcome> {
  const { status, body } = await postDocument(url, agency, readFileSync(file));
  if (status === 201) {
    const sealed = path.join(work, 'sealed.pdf');
    writeFileSync(sealed, await downloadPdf(url, agency, body.documentId));
    const objection = objectionOfJudges(file, sealed);
    return objection === undefined ? { verdict: 'sealed', detail: '' } : { verdict: 'wrong', detail: objection };
  }
  if (status < 400 || status >= 500) return { verdict: 'wrong', detail: `HTTP ${status} ${JSON.stringify(body)}` };
  const findings = (body['findings'] ?? []) as { code: string }[];
  return { verdict: 'refused', detail: [body['code'], ...new Set(findings.map(({ code }) => code))].join(' ') };
}

/** qpdf may warn of what it warned of before; pdfsig must find our signature valid and covering the whole file. */
function objectionOfJudges(original: string, sealed: string): string | undefined {
  const { stdout } = run('pdfsig', ['-nocert', sealed]);
  const ours = stdout.split(/^Signature #/m).at(-1) ?? '';
  if (!ours.includes('Signature is Valid')) return `pdfsig: ${/Signature Validation: .*/.exec(ours)?.[0] ?? 'no signature'}`;
  if (!ours.includes('Total document signed')) return 'pdfsig: the signature does not cover the whole file';
  const { status } = run('qpdf', ['--check', sealed]);
  return status === 0 || status === run('qpdf', ['--check', original]).status ? undefined : `qpdf --check ends with ${status}`;
}

function run(command: string, args: readonly string[]): { status: number | null; stdout: string } {
  const { error, status, stdout } = spawnSync(command, args, { encoding: 'utf8', timeout: 60_000 });
  if (error) throw error;
  return { status, stdout };
}

const isCleanAndOpen = (file: string): boolean =>
  run('qpdf', ['--check', file]).status === 0 && run('qpdf', ['--is-encrypted', file]).status === 2;

function filesOf(root: string, first: number): string[] {
  const entries = readdirSync(root, { withFileTypes: true });
  const folders = [
    root,
    ...entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => path.join(root, name))
      .sort(),
  ];
  return folders.flatMap((folder) => {
    const names = readdirSync(folder).filter((name) => /\.pdf$/i.test(name));
    return names
      .sort()
      .slice(0, first)
      .map((name) => path.join(folder, name));
  });
}

function summarise(outcomes: readonly Outcome[], clean: readonly Outcome[]): boolean {
  const count = (list: readonly Outcome[], verdict: Outcome['verdict']) =>
    list.filter((outcome) => outcome.verdict === verdict).length;
  const refusals = Object.groupBy(
    outcomes.filter(({ verdict }) => verdict === 'refused'),
    ({ detail }) => detail,
  );
  console.log('\nrefusals by code');
  for (const [code, list = []] of Object.entries(refusals).sort(([, a], [, b]) => (b?.length ?? 0) - (a?.length ?? 0)))
    console.log(`${String(list.length).padStart(5)}  ${code}`);
  const share = clean.length === 0 ? 0 : count(clean, 'sealed') / clean.length;
  console.log(
    `\n${outcomes.length} files: ${count(outcomes, 'sealed')} sealed, ${count(outcomes, 'refused')} refused, ${count(outcomes, 'wrong')} wrong`,
  );
  console.log(
    `of ${clean.length} clean and unencrypted ones ${count(clean, 'sealed')} sealed: ${(100 * share).toFixed(1)} in 100 (${100 * DEMANDED} demanded)`,
  );
  return share >= DEMANDED && count(outcomes, 'wrong') === 0;
}

const { values, positionals } = parseArgs({ options: { first: { type: 'string' } }, allowPositionals: true });
const [root] = positionals;
if (root === undefined) throw new Error('usage: npm run corpus -- FOLDER [--first N]');
const work = mkdtempSync(path.join(tmpdir(), 'vermilion-corpus-'));
const chain = await startTestChain();
try {
  const agency = await enrolSealingAgency(
    chain,
    { code: 'CORPUS', name: 'Corpus Bureau' },
    { data: work, passphrase: PASSPHRASE },
  );
  const service = await startTestService(chain, work);
  const outcomes: Outcome[] = [];
  const clean: Outcome[] = [];
  for (const file of filesOf(root, values.first === undefined ? Number.POSITIVE_INFINITY : Number(values.first))) {
    const outcome = await sealAndJudge(file, work, service.url, agency);
    outcomes.push(outcome);
    if (isCleanAndOpen(file)) clean.push(outcome);
    console.log(`${outcome.verdict.padEnd(8)} ${path.relative(root, file)}  ${outcome.detail}`);
  }
  await service.close();
  process.exitCode = summarise(outcomes, clean) ? 0 : 1;
} finally {
  await chain.stop();
  rmSync(work, { recursive: true, force: true });
}
