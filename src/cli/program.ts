import { readFile, writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { Refusal } from '../model/errors.ts';
import type { DocumentId, SealId } from '../model/identifiers.ts';
import { REVOCATION_REASONS, SEAL_KINDS } from '../model/registry.ts';
import type { Report } from '../model/report.ts';
import { describeReport } from './describe-report.ts';
import type { CliEnvironment, ServiceOptions } from './environment.ts';
import { exitCodeOf } from './exit-code.ts';
import { issueSeal } from './issue-seal.ts';
import { parseAgency, parseDocument, parseKind, parseReason, parseSeal } from './parse-arguments.ts';
import { rotateSeal } from './rotate-seal.ts';

/** The `vermilion` command. `onExitCode` hears how `verify` ended. */
export function createProgram(environment: CliEnvironment, onExitCode: (code: number) => void): Command {
  const program = new Command('vermilion')
    .description('Electronic seals for agencies: seal PDFs, record each use on chain, verify them anywhere.')
    .showHelpAfterError("run with '--help' for the options")
    .exitOverride();
  addDeploy(program, environment);
  addAgency(program, environment);
  addSealKey(program, environment);
  addSeal(program, environment);
  addApiKey(program, environment);
  addVerify(program, environment, onExitCode);
  addRevoke(program, environment);
  program
    .command('serve')
    .description('serve the HTTP API and the page until stopped')
    .action(() => environment.serve());
  return program;
}

function addDeploy(program: Command, environment: CliEnvironment): void {
  program
    .command('deploy')
    .description('deploy the contracts and write the network file; the deploying account keeps no right')
    .requiredOption('--admin <address>', 'account that administers the contracts')
    .option('--registrar <address>', "account that enrols agencies and issues seals (Hardhat's published one on its chain)")
    .option(
      '--supervisor <address>',
      "account that vetoes, revokes and declares compromise (Hardhat's published one on its chain)",
    )
    .option('--name <name>', 'what people call this network', 'Vermilion')
    .action(async (options: { admin: string; registrar?: string; supervisor?: string; name: string }) => {
      const network = await environment.deploy(options);
      environment.print(`registry ${network.registry}`);
      environment.print(`ledger ${network.ledger}`);
      environment.print(`chain ${network.chainId}, from block ${network.deploymentBlock}`);
    });
}

function addAgency(program: Command, environment: CliEnvironment): void {
  const agency = program.command('agency').description('agencies in the registry');
  agency
    .command('enrol')
    .description('enrol an agency (registrar)')
    .requiredOption('--code <code>', 'registration code, unique')
    .requiredOption('--name <name>', 'name as it stands on the seal')
    .action(async (options: { code: string; name: string }) => {
      const registry = environment.registry(await environment.network(), 'registrar');
      environment.print(`agency ${await registry.enrolAgency(options)}`);
    });
}

function addSealKey(program: Command, environment: CliEnvironment): void {
  program
    .command('seal-key')
    .description('sealing keys')
    .command('create')
    .description('make a sealing key and its certificate')
    .requiredOption('--out <file>', 'PKCS#12 file to write; never overwritten')
    .option('--name <name>', "common name in the certificate: the agency's name", 'Sealing key')
    .addOption(new Option('--algorithm <name>', 'kind of key').choices(['P-256', 'RSA']).default('P-256'))
    .option('--years <n>', 'validity of the certificate', Number, 5)
    .option('--csr', 'also write a certificate request beside it')
    .action(async (options: { out: string; name: string; algorithm: 'P-256' | 'RSA'; years: number; csr?: boolean }) => {
      if (!(options.years > 0 && options.years <= 30))
        throw new Refusal('bad-years', `--years ${options.years} must be from 1 to 30`);
      const key = await environment.keys.create({ algorithm: options.algorithm, commonName: options.name, years: options.years });
      await writeNew(options.out, key.p12, 0o600);
      environment.print(`key ${options.out}`);
      if (!options.csr) return;
      const csr = options.out.replace(/(\.p12)?$/, '.csr');
      await writeNew(csr, key.csr, 0o644);
      environment.print(`request ${csr}`);
    });
}

interface SealFileOptions extends ServiceOptions {
  readonly out?: string;
  readonly seal?: string;
}

function addSeal(program: Command, environment: CliEnvironment): void {
  const seal = program
    .command('seal')
    .description("seal PDFs through the agency's service, or manage seals")
    .argument('[files...]', 'PDFs to seal')
    .option('--url <url>', "the service (the demo's)")
    .option('--api-key-file <file>', "file with the agency's API key (the demo's)")
    .option('--seal <seal>', "code of the physical seal, or sealId (the demo's)")
    .option('--out <file>', 'where to write, for one file (<name>-sealed.pdf)')
    .action(async (files: string[], options: SealFileOptions) => {
      if (files.length === 0) throw new Refusal('no-file', "name the PDFs to seal, or see 'vermilion seal --help'");
      if (options.out !== undefined && files.length > 1)
        throw new Refusal('one-output', '--out names one file; leave it out for several');
      const service = await environment.service({ ...options, ...(options.seal && { sealId: parseSeal(options.seal) }) });
      for (const file of files) {
        const { documentId, pdf } = await service.seal({ name: file, bytes: await readInput(file) });
        const out = options.out ?? file.replace(/(\.pdf)?$/i, '-sealed.pdf');
        await writeNew(out, pdf, 0o644);
        environment.print(`${out}: document ${documentId}`);
      }
    });
  seal
    .command('issue')
    .description('issue a seal to an agency (registrar) and put its key into custody')
    .requiredOption('--agency <code>', 'registration code or agencyId')
    .requiredOption('--key <file>', 'sealing key, PKCS#12')
    .requiredOption('--kind <kind>', SEAL_KINDS.join(', '))
    .requiredOption('--physical-code <code>', 'code of the physical seal that it stands for')
    .action(async (options: { agency: string; key: string; kind: string; physicalCode: string }) => {
      const request = { ...options, kind: parseKind(options.kind), p12: await readInput(options.key) };
      environment.print(`seal ${await issueSeal(request, environment)}`);
    });
  seal
    .command('rotate <seal>')
    .description('give a seal a new key')
    .requiredOption('--key <file>', 'the new sealing key, PKCS#12')
    .action(async (text: string, options: { key: string }) => {
      await rotateSeal(parseSeal(text), await readInput(options.key), environment);
      environment.print(`rotated ${parseSeal(text)}`);
    });
  const change = (
    name: string,
    description: string,
    done: string,
    act: 'suspendSeal' | 'reinstateSeal' | 'revokeSeal' | 'retireSeal',
  ) =>
    seal
      .command(`${name} <seal>`)
      .description(description)
      .action(async (text: string) => {
        const sealId: SealId = parseSeal(text);
        await environment.registry(await environment.network(), 'registrar')[act](sealId);
        environment.print(`${done} ${sealId}`);
      });
  change('suspend', 'forbid a seal until it is reinstated', 'suspended', 'suspendSeal');
  change('reinstate', 'allow a suspended seal again', 'reinstated', 'reinstateSeal');
  change('revoke', 'withdraw a seal for good', 'revoked', 'revokeSeal');
  change('retire', 'end a seal in good order', 'retired', 'retireSeal');
}

function addApiKey(program: Command, environment: CliEnvironment): void {
  program
    .command('api-key')
    .description('keys for the HTTP API')
    .command('create')
    .description('make an API key for an agency; it is printed once')
    .requiredOption('--agency <code>', 'registration code or agencyId')
    .action(async (options: { agency: string }) => {
      const agencyId = parseAgency(options.agency);
      const snapshot = await environment.ledger(await environment.network()).snapshot();
      if (!(await snapshot.agency(agencyId))) throw new Refusal('agency-unknown', `agency '${options.agency}' is not enrolled`);
      environment.print(await environment.createApiKey(agencyId));
    });
}

function addVerify(program: Command, environment: CliEnvironment, onExitCode: (code: number) => void): void {
  program
    .command('verify')
    .description('verify sealed PDFs against the chain: exit 0 passed, 1 failed, 2 indeterminate')
    .argument('<files...>', 'PDFs')
    .option('--network <file>', 'network file to trust')
    .option('--json', 'print the reports as JSON, one line each')
    .action(async (files: string[], options: { network?: string; json?: boolean }) => {
      const network = await environment.network(options.network);
      const reports: Report[] = [];
      for (const file of files) {
        const report = await environment.verify(await readInput(file), network);
        reports.push(report);
        const lines = options.json ? [JSON.stringify({ file, ...report })] : describeReport(file, report);
        for (const line of lines) environment.print(line);
      }
      onExitCode(exitCodeOf(reports.map((report) => report.indication)));
    });
}

function addRevoke(program: Command, environment: CliEnvironment): void {
  program
    .command('revoke')
    .description("revoke a document through the agency's service")
    .argument('<document>', 'document id')
    .requiredOption('--reason <reason>', REVOCATION_REASONS.join(', '))
    .option('--replacement <document>', 'document that takes its place')
    .option('--url <url>', "the service (the demo's)")
    .option('--api-key-file <file>', "file with the agency's API key (the demo's)")
    .action(async (text: string, options: ServiceOptions & { reason: string; replacement?: string }) => {
      const documentId: DocumentId = parseDocument(text);
      const replacement = options.replacement === undefined ? undefined : parseDocument(options.replacement);
      await (await environment.service(options)).revoke(documentId, parseReason(options.reason), replacement);
      environment.print(`revoked ${documentId}`);
    });
}

async function readInput(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new Refusal('file-unreadable', `cannot read '${file}': ${(cause as Error).message}`);
  }
}

/** Writes a file that must not exist yet: nothing of the user's is ever overwritten. */
async function writeNew(file: string, bytes: Uint8Array, mode: number): Promise<void> {
  try {
    await writeFile(file, bytes, { flag: 'wx', mode });
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    throw new Refusal(
      exists ? 'file-exists' : 'file-unwritable',
      exists
        ? `'${file}' exists already: move it away or choose another name`
        : `cannot write '${file}': ${(cause as Error).message}`,
    );
  }
}
