import { type Digest, type Hex, toHex } from '../model/identifiers.ts';
import { certificationRequest, type SealSubject, selfSignedCertificate } from './certificate.ts';
import { writePkcs12 } from './pkcs12.ts';
import type { EnrolmentTerms, RotationTerms } from './port.ts';
import { openSigningKey } from './signing-key.ts';
import { enrolmentStatement, rotationStatement } from './statements.ts';

const ALGORITHMS = {
  'P-256': { name: 'ECDSA', namedCurve: 'P-256' },
  RSA: {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 3072,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: 'SHA-256',
  },
} as const;

const TEN_YEARS_IN_DAYS = 3652;

export interface CreatedSealKey {
  /** PKCS#12, to be kept with its passphrase by the agency. */
  readonly p12: Uint8Array;
  /** The self-signed sealing certificate, X.509 DER. */
  readonly certificate: Uint8Array;
  /** PKCS #10 DER over the same key, for a certificate by an authority. */
  readonly certificationRequest: Uint8Array;
}

/** A new sealing key (P-256, or RSA of 3072 bits) with a self-signed certificate, valid for ten years from now unless said otherwise. */
export async function createSealKey(
  wanted: SealSubject & {
    readonly algorithm: 'P-256' | 'RSA';
    readonly passphrase: string;
    readonly validFrom?: Date;
    readonly validUntil?: Date;
  },
): Promise<CreatedSealKey> {
  const keys = await crypto.subtle.generateKey(ALGORITHMS[wanted.algorithm], true, ['sign', 'verify']);
  const from = wanted.validFrom ?? new Date();
  const until = wanted.validUntil ?? new Date(from.getTime() + TEN_YEARS_IN_DAYS * 86_400_000);
  const certificate = await selfSignedCertificate(keys, wanted, { from, until });
  const privateKey = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    p12: await writePkcs12({ privateKey, certificate, passphrase: wanted.passphrase }),
    certificate: new Uint8Array(certificate),
    certificationRequest: new Uint8Array(await certificationRequest(keys, wanted)),
  };
}

/** What the registrar's command line needs of a key: its public half, and its consent to be enrolled or rotated. */
export interface SealKey {
  readonly algorithm: 'P-256' | 'RSA';
  /** In the contract's form. */
  readonly key: Hex;
  /** X.509 DER. */
  readonly certificate: Uint8Array;
  readonly certificateDigest: Digest;
  /** Unix seconds, of the certificate. */
  readonly notBefore: number;
  /** Unix seconds, of the certificate. */
  readonly notAfter: number;
  /** Proof of possession. */
  signEnrolment(terms: EnrolmentTerms): Promise<Hex>;
  /** The old key signs to authorise, the new key (`terms.newKey`) to prove possession. */
  signRotation(terms: RotationTerms): Promise<Hex>;
}

/** Throws `Refusal`: `wrong-passphrase`, `not-a-key-file`, `unsupported-key`. */
export async function openSealKey(p12: Uint8Array, passphrase: string): Promise<SealKey> {
  const { certificate, sign } = await openSigningKey(p12, passphrase);
  const { algorithm, key, der, digest, notBefore, notAfter } = certificate;
  return {
    algorithm,
    key,
    certificate: der,
    certificateDigest: digest,
    notBefore,
    notAfter,
    signEnrolment: async (terms) => toHex(await sign(enrolmentStatement(terms, key))),
    signRotation: async (terms) => toHex(await sign(rotationStatement(terms))),
  };
}
