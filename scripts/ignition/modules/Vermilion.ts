import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { id } from 'ethers';

/** Role numbers in the access manager; 0 is its administrator. */
export const ROLES = { administrator: 0n, registrar: 1n, supervisor: 2n, keyReplacer: 3n, suspender: 4n } as const;

const ONE_DAY = 86_400;

/** First four bytes of a function's keccak256: what the access manager knows functions by. */
const selectors = (...signatures: string[]): string[] => signatures.map((signature) => id(signature).slice(0, 10));

const NEW_KEY = '(bytes,bytes32,bytes)';
const WITHDRAWAL = '(bytes32,bytes32,bytes32,bytes32[],uint8,bytes32)';

/**
 * Deploys the contracts and hands every role over in one transaction, in which the deployer gives up its own: there is no
 * moment at which it could still act, and no half-configured deployment that looks whole.
 */
export default buildModule('Vermilion', (m) => {
  const deployer = m.getAccount(0);
  // Without parameters, as on a development chain: the node's next three accounts.
  const admin = m.getParameter('admin', m.getAccount(1));
  const registrar = m.getParameter('registrar', m.getAccount(2));
  const supervisor = m.getParameter('supervisor', m.getAccount(3));
  /** Seconds between scheduling and doing it, in which the supervisor can cancel a key's replacement. */
  const replacementDelay = m.getParameter<number>('replacementDelay', ONE_DAY);
  /** Seconds between scheduling and doing anything as administrator, so that everybody can see it coming. */
  const administratorDelay = m.getParameter<number>('administratorDelay', ONE_DAY);

  const accessManager = m.contract('AccessManager', [deployer]);
  const p256Verifier = m.contract('P256Verifier');
  const rsaVerifier = m.contract('RsaVerifier');
  const registry = m.contract('SealRegistry', [accessManager, p256Verifier, rsaVerifier]);
  const ledger = m.contract('DocumentLedger', [accessManager, registry]);

  const encode = (name: string, args: Parameters<typeof m.encodeFunctionCall>[2], label: string) =>
    m.encodeFunctionCall(accessManager, name, args, { id: label });
  const functionsFor = (role: bigint, target: typeof registry | typeof ledger, label: string, ...signatures: string[]) =>
    encode('setTargetFunctionRole', [target, selectors(...signatures), role], `functions_${label}`);
  const grant = (role: bigint, account: typeof admin, delay: typeof replacementDelay | number, label: string) =>
    encode('grantRole', [role, account, delay], `grant_${label}`);

  m.call(accessManager, 'multicall', [
    [
      functionsFor(
        ROLES.registrar,
        registry,
        'registrar',
        'enrolAgency(string,string)',
        `issueSeal((bytes32,uint8,string,bytes32,uint48,uint48),${NEW_KEY})`,
        'reinstateSeal(bytes32)',
        'revokeSeal(bytes32)',
        'retireSeal(bytes32)',
      ),
      functionsFor(ROLES.keyReplacer, registry, 'keyReplacer', `replaceKey(bytes32,${NEW_KEY})`),
      functionsFor(ROLES.suspender, registry, 'suspender', 'suspendSeal(bytes32)'),
      functionsFor(ROLES.supervisor, registry, 'supervisor_registry', 'declareCompromise(bytes32,uint32,uint48)'),
      functionsFor(ROLES.supervisor, ledger, 'supervisor_ledger', `revokeDocumentBySupervisor(${WITHDRAWAL})`),
      encode('setRoleGuardian', [ROLES.keyReplacer, ROLES.supervisor], 'veto'),
      grant(ROLES.registrar, registrar, 0, 'registrar'),
      grant(ROLES.keyReplacer, registrar, replacementDelay, 'keyReplacer'),
      grant(ROLES.suspender, registrar, 0, 'suspender_registrar'),
      grant(ROLES.supervisor, supervisor, 0, 'supervisor'),
      grant(ROLES.suspender, supervisor, 0, 'suspender_supervisor'),
      grant(ROLES.administrator, admin, administratorDelay, 'administrator'),
      encode('renounceRole', [ROLES.administrator, deployer], 'renounce'),
    ],
  ]);

  return { accessManager, registry, ledger };
});
