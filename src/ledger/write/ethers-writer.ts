import { Interface, id } from 'ethers';
import { Refusal } from '../../model/errors.ts';
import { type AgencyId, type Hex, type SealId, ZERO_DIGEST } from '../../model/identifiers.ts';
import type { NetworkFile } from '../../model/network.ts';
import { REVOCATION_REASONS, SEAL_KINDS } from '../../model/registry.ts';
import { DOCUMENT_LEDGER_ABI } from '../abi/document-ledger.ts';
import { SEAL_REGISTRY_ABI } from '../abi/seal-registry.ts';
import { anchoringResult } from './anchoring-result.ts';
import type { Anchoring, AnchorWriter, RegistryWriter, RevocationWriter } from './port.ts';
import { createRelay, type Relay } from './relay.ts';

const REGISTRY = new Interface(SEAL_REGISTRY_ABI);
const LEDGER = new Interface(DOCUMENT_LEDGER_ABI);

/** What a refused item costs at most: reading the seal and reporting the refusal. */
const REFUSED_ITEM_GAS = 150_000n;
const BATCH_GAS = 50_000n;

/** A relay for batches. `outcome` says `pending` also while fewer blocks than the network file demands have followed. */
export function createAnchorWriter(network: NetworkFile, privateKey: Hex): AnchorWriter {
  const relay = createRelay(network, privateKey);
  return {
    async prepare(anchorings) {
      const items = anchorings.map(({ sealId, root, leafCount, signature }) => ({ sealId, root, leafCount, signature }));
      return relay.sign(
        network.ledger,
        LEDGER.encodeFunctionData('anchorMany', [items]),
        await gasFor(relay, network, anchorings),
      );
    },
    send: relay.send,
    async outcome({ digest, nonce }, anchorings) {
      const used = Number(await relay.rpc('eth_getTransactionCount', relay.address, 'latest')) > nonce;
      const receipt = await relay.receipt(digest);
      if (receipt === undefined) {
        if ((await relay.rpc('eth_getTransactionByHash', digest)) !== null) return 'pending';
        return used ? 'lost' : 'unknown';
      }
      const newest = Number(await relay.rpc('eth_blockNumber'));
      if (newest - receipt.block < network.confirmations) return 'pending';
      return Promise.all(anchorings.map((anchoring) => anchoringResult(relay, network, anchoring, digest, receipt)));
    },
  };
}

/** Anyone may relay a revocation: the seal's signature in it decides. */
export function createRevocationWriter(network: NetworkFile, privateKey: Hex): RevocationWriter {
  const relay = createRelay(network, privateKey);
  return {
    async revokeDocument({ sealId, root, leaf, path, reason, replacement, signingSealId, signature }) {
      const withdrawal = {
        sealId,
        root,
        leaf,
        proof: path,
        reason: REVOCATION_REASONS.indexOf(reason) + 1,
        replacement: replacement ?? ZERO_DIGEST,
      };
      const { transaction, block, time } = await relay.execute(network.ledger, LEDGER, 'revokeDocument', [
        withdrawal,
        signingSealId,
        signature,
      ]);
      return { transaction, block, revokedAt: time };
    },
  };
}

/** For the registrar's and the supervisor's accounts; each may call what its role allows. */
export function createRegistryWriter(network: NetworkFile, privateKey: Hex): RegistryWriter {
  const relay = createRelay(network, privateKey);
  async function execute(name: string, ...args: readonly unknown[]): Promise<void> {
    await relay.execute(network.registry, REGISTRY, name, args);
  }
  return {
    async enrolAgency({ code, name }) {
      await execute('enrolAgency', code, name);
      return id(code) as AgencyId;
    },
    async issueSeal({ agencyId, kind, physicalCode, markDigest, validFrom, validUntil, ...newKey }) {
      const terms = { agencyId, kind: SEAL_KINDS.indexOf(kind), physicalCode, markDigest, validFrom, validUntil };
      await execute('issueSeal', terms, newKey);
      return id(physicalCode) as SealId;
    },
    rotateKey: ({ sealId, authorisation, ...newKey }) => execute('rotateKey', sealId, newKey, authorisation),
    suspendSeal: (sealId) => execute('suspendSeal', sealId),
    reinstateSeal: (sealId) => execute('reinstateSeal', sealId),
    revokeSeal: (sealId) => execute('revokeSeal', sealId),
    retireSeal: (sealId) => execute('retireSeal', sealId),
    declareCompromise: (sealId, keyVersion, since) => execute('declareCompromise', sealId, keyVersion, since),
  };
}

/**
 * A batch does not revert with its items, so estimating it as a whole would find a limit under which they fail: each item is
 * estimated alone.
 */
async function gasFor(relay: Relay, network: NetworkFile, anchorings: readonly Anchoring[]): Promise<bigint> {
  const items = await Promise.all(
    anchorings.map(async ({ sealId, root, leafCount, signature }) => {
      const data = LEDGER.encodeFunctionData('anchor', [sealId, root, leafCount, signature]);
      return relay.estimateGas(network.ledger, data).catch((error: unknown) => {
        if (error instanceof Refusal) return REFUSED_ITEM_GAS;
        throw error;
      });
    }),
  );
  return (items.reduce((sum, item) => sum + item, BATCH_GAS) * 5n) / 4n;
}
