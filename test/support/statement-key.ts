import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { fromHex, type Hex, toHex } from '../../src/model/identifiers.ts';

/** A sealing key reduced to what the contracts know of it: the public key in their form, and signatures over statements. */
export interface StatementKey {
  readonly algorithm: 'P-256' | 'RSA';
  readonly key: Hex;
  sign(preimage: Uint8Array): Hex;
}

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

export function createP256Key(): StatementKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const key = toHex(Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]));
  return { algorithm: 'P-256', key, sign: (preimage) => signP256(privateKey, preimage) };
}

export function createRsaKey(modulusLength = 2048): StatementKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
  const { n = '' } = publicKey.export({ format: 'jwk' });
  return {
    algorithm: 'RSA',
    key: toHex(Buffer.from(n, 'base64url')),
    sign: (preimage) => toHex(sign('sha256', preimage, privateKey)),
  };
}

/** r ‖ s with low s, the one form that the contract accepts. */
function signP256(privateKey: KeyObject, preimage: Uint8Array): Hex {
  const signature = toHex(sign('sha256', preimage, { key: privateKey, dsaEncoding: 'ieee-p1363' }));
  const s = BigInt(`0x${signature.slice(66)}`);
  const low = s > P256_ORDER / 2n ? P256_ORDER - s : s;
  return toHex(fromHex(`${signature.slice(0, 66)}${low.toString(16).padStart(64, '0')}`));
}
