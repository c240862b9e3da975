import type { EnrolmentTerms, RotationTerms } from '../custody/port.ts';
import type { LedgerReader } from '../ledger/read/port.ts';
import type { KeyAlgorithm, RegistryWriter } from '../ledger/write/port.ts';
import type { AgencyId, Digest, DocumentId, Hex, SealId } from '../model/identifiers.ts';
import type { NetworkFile } from '../model/network.ts';
import type { RevocationReason, SealKind } from '../model/registry.ts';
import type { Report } from '../model/report.ts';

/** What the commands need from the world; `src/main/cli.ts` gives it. Members throw `Refusal` or `Unavailable`. */
export interface CliEnvironment {
  /** One line for people, on standard output. */
  print(line: string): void;
  /** The network file named, or the configured one. */
  network(file?: string): Promise<NetworkFile>;
  ledger(network: NetworkFile): LedgerReader;
  /** Transactions of the registrar or the supervisor. */
  registry(network: NetworkFile, role: RegistryRole): RegistryWriter;
  readonly keys: SealKeys;
  verify(bytes: Uint8Array, network: NetworkFile): Promise<Report>;
  deploy(options: DeployOptions): Promise<NetworkFile>;
  /** The new key, which is stored digested: this is the only time that it can be read. */
  createApiKey(agencyId: AgencyId): Promise<string>;
  service(options: ServiceOptions): Promise<SealService>;
  /** Resolves when the service has been stopped. */
  serve(): Promise<void>;
}

/** Whose transactions: on the local chain each has an account of its own. */
export type RegistryRole = 'registrar' | 'supervisor';

export interface DeployOptions {
  /** Accounts, three different ones. On Hardhat's chain its published accounts where none is given. */
  readonly admin?: string;
  readonly registrar?: string;
  readonly supervisor?: string;
  readonly name: string;
}

/** Sealing keys: as files, and in the custody from which the service signs. */
export interface SealKeys {
  create(options: {
    readonly algorithm: KeyAlgorithm;
    readonly commonName: string;
    readonly years: number;
  }): Promise<{ readonly p12: Uint8Array; readonly csr: Uint8Array }>;
  open(p12: Uint8Array): Promise<OpenSealKey>;
  /** The key that custody holds for this seal, or undefined. */
  inCustody(sealId: SealId): Promise<OpenSealKey | undefined>;
  /** Puts a key where the service signs with it; the mark too, where the seal is new. */
  store(sealId: SealId, seal: { readonly p12: Uint8Array; readonly mark?: Uint8Array }): Promise<void>;
  drawMark(seal: { readonly agencyName: string; readonly kind: SealKind; readonly physicalCode: string }): Promise<Uint8Array>;
}

export interface OpenSealKey {
  readonly algorithm: KeyAlgorithm;
  readonly key: Hex;
  readonly certificateDigest: Digest;
  /** The certificate's validity, Unix seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  signEnrolment(terms: EnrolmentTerms): Promise<Hex>;
  signRotation(terms: RotationTerms): Promise<Hex>;
}

export interface ServiceOptions {
  readonly url?: string;
  readonly apiKeyFile?: string;
  readonly sealId?: SealId;
}

/** An agency's service, by HTTP. */
export interface SealService {
  seal(file: { readonly name: string; readonly bytes: Uint8Array }): Promise<{
    readonly documentId: DocumentId;
    readonly pdf: Uint8Array;
  }>;
  revoke(documentId: DocumentId, reason: RevocationReason, replacement?: DocumentId): Promise<void>;
}
