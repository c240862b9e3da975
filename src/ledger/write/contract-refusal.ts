import { type ErrorDescription, Interface } from 'ethers';
import { Refusal } from '../../model/errors.ts';
import type { Hex } from '../../model/identifiers.ts';
import { DOCUMENT_LEDGER_ABI } from '../abi/document-ledger.ts';
import { SEAL_REGISTRY_ABI } from '../abi/seal-registry.ts';
import { NodeError } from '../read/json-rpc.ts';

const CONTRACTS = [new Interface(SEAL_REGISTRY_ABI), new Interface(DOCUMENT_LEDGER_ABI)];

const REMEDIES: Readonly<Record<string, string>> = {
  AccessManagedUnauthorized: 'send it from the account that holds the role',
  AgencyAlreadyEnrolled: 'use the agency as it is',
  UnknownAgency: 'enrol the agency first',
  UnknownSeal: 'issue the seal first',
  SealAlreadyIssued: 'one physical seal stands for one e-seal; use another code or rotate its key',
  OfficialSealExists: 'revoke or retire the live official seal first',
  KeyAlreadyEnrolled: 'make a new key: one serves one seal, once',
  KeyCompromised: 'replace the key first',
  InvalidStatement: "sign again, with the seal's key and its current epoch",
  InvalidKeyLength: 'use a P-256 key (64 bytes) or an RSA modulus of 256 to 512 bytes',
  NotProven: 'give a root that is anchored under the seal and the path that leads from the leaf to it',
  ForeignSeal: 'sign with a seal of the agency that sealed the document',
};

/** The contract's refusal that a node reported, named by its custom error in kebab-case; `undefined` for anything else. */
export function toRefusal(error: unknown): Refusal | undefined {
  const parsed = error instanceof NodeError ? parseRevert(error.data) : undefined;
  if (parsed === undefined) return undefined;
  const values = parsed.fragment.inputs.map((input, index) => `${input.name} ${parsed.args[index]}`).join(', ');
  const remedy = REMEDIES[parsed.name] ?? 'look at the values and correct the request';
  const args = Object.fromEntries(parsed.fragment.inputs.map((input, index) => [input.name, String(parsed.args[index])]));
  return new Refusal(kebab(parsed.name), `the contract refused: ${parsed.name} (${values}); ${remedy}`, {
    error: parsed.name,
    ...args,
  });
}

/** The name of the custom error with that selector; `OutOfGas` for zero, with which the ledger reports an empty revert. */
export function errorName(selector: Hex): string {
  if (selector === '0x00000000') return 'OutOfGas';
  for (const contract of CONTRACTS) {
    const fragment = contract.getError(selector);
    if (fragment !== null) return fragment.name;
  }
  return selector;
}

/** Nodes put a revert's data into the error in different places: plain, or within an object. */
function parseRevert(data: unknown): ErrorDescription | undefined {
  const revert = typeof data === 'object' && data !== null ? (data as { data?: unknown }).data : data;
  if (typeof revert !== 'string' || !/^0x[0-9a-f]{8}/i.test(revert)) return undefined;
  for (const contract of CONTRACTS) {
    const parsed = contract.parseError(revert);
    if (parsed !== null) return parsed;
  }
  return undefined;
}

const kebab = (name: string): string => name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
