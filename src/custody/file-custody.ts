import { buildSignedData } from '../cms/build-signed-data.ts';
import { CmsFormatError } from '../cms/cms-format-error.ts';
import { parseSealSignature } from '../cms/parse-signed-data.ts';
import { verifySignature } from '../cms/verify-signature.ts';
import { leafOf } from '../merkle/leaf.ts';
import { treeOf } from '../merkle/tree.ts';
import { Refusal, Unavailable } from '../model/errors.ts';
import { type Leaf, type SealId, toHex } from '../model/identifiers.ts';
import type { Custody } from './port.ts';
import { readSeal, sealVersion } from './seal-folder.ts';
import { openSigningKey, type SigningKey } from './signing-key.ts';
import { anchorStatement, revocationStatement } from './statements.ts';

interface OpenSeal extends SigningKey {
  readonly mark: Uint8Array;
}

/**
 * Custody over a folder of PKCS#12 files under one passphrase (see `storeSeal`). Seals that are added, and keys that are replaced,
 * while it runs are found at their next use.
 */
export function openFileCustody(directory: string, passphrase: string): Custody {
  const opened = new Map<SealId, { version: string; seal: Promise<OpenSeal> }>();

  async function sealOf(sealId: SealId): Promise<OpenSeal> {
    const version = await sealVersion(directory, sealId);
    const known = opened.get(sealId);
    if (known?.version === version) return known.seal;
    const seal = openSeal(directory, sealId, passphrase);
    opened.set(sealId, { version, seal });
    seal.catch(() => opened.delete(sealId));
    return seal;
  }

  return {
    async material(sealId) {
      const { certificate, mark } = await sealOf(sealId);
      return { sealId, certificate: certificate.der, mark };
    },
    async signSealing(record) {
      const { certificate, sign } = await sealOf(record.sealId);
      return buildSignedData({ record, certificate: certificate.der, sign });
    },
    async signStatement(sealId, terms, signed) {
      const key = await sealOf(sealId);
      const leaves = await Promise.all(signed.map((cms) => ownLeaf(cms, sealId, key)));
      const { root } = treeOf(leaves);
      const statement = anchorStatement({ ...terms, sealId, root, leafCount: leaves.length });
      return { root, leaves, signature: toHex(await key.sign(statement)) };
    },
    async signRevocation(sealId, terms, revocation) {
      const { sign } = await sealOf(sealId);
      return toHex(await sign(revocationStatement({ ...terms, ...revocation, signingSealId: sealId })));
    },
  };
}

async function openSeal(directory: string, sealId: SealId, passphrase: string): Promise<OpenSeal> {
  const { p12, mark } = await readSeal(directory, sealId);
  try {
    return { ...(await openSigningKey(p12, passphrase)), mark };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Unavailable('custody-locked', `The key of seal ${sealId} cannot be opened: ${error.message}`, { cause: error });
  }
}

/** The leaf of a document that this key signed for this seal; a statement over any other would put a stranger's under it. */
async function ownLeaf(cms: Uint8Array, sealId: SealId, key: SigningKey): Promise<Leaf> {
  const signature = parse(cms);
  const isOwn =
    signature !== undefined &&
    signature.record.sealId === sealId &&
    signature.certificate.key === key.certificate.key &&
    (await verifySignature(signature));
  if (!isOwn) {
    throw new Refusal(
      'foreign-leaf',
      `A document of the batch was not signed by the present key of seal ${sealId}; sign it anew.`,
    );
  }
  return leafOf(signature.record);
}

function parse(cms: Uint8Array) {
  try {
    return parseSealSignature(cms);
  } catch (error) {
    if (error instanceof CmsFormatError) return undefined;
    throw error;
  }
}
