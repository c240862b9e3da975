import { createPrivateKey, type KeyObject } from 'node:crypto';
import { OctetString } from 'asn1js';
import { AuthenticatedSafe, CertBag, PFX, PKCS8ShroudedKeyBag, PrivateKeyInfo, SafeBag, SafeContents } from 'pkijs';
import { Refusal } from '../model/errors.ts';

const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';
const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3';

/** For the key and for the MAC alike: whoever guesses passphrases would try the cheaper of the two. */
const ITERATIONS = 50_000;

/**
 * A PKCS#12 file (RFC 7292): the key under PBES2 (PBKDF2 with HMAC-SHA-256, AES-256-CBC), an HMAC-SHA-256 over all of it. OpenSSL 1.1
 * and 3 open it without legacy options. The certificate is public and stands in clear.
 */
export async function writePkcs12(file: {
  /** PKCS#8, DER. */
  readonly privateKey: ArrayBuffer;
  /** X.509, DER. */
  readonly certificate: ArrayBuffer;
  readonly passphrase: string;
}): Promise<Uint8Array> {
  const password = passwordBytes(file.passphrase);
  const key = new PKCS8ShroudedKeyBag({ parsedValue: PrivateKeyInfo.fromBER(file.privateKey) });
  const contentEncryptionAlgorithm = { name: 'AES-CBC', length: 256, iv: crypto.getRandomValues(new Uint8Array(16)) };
  await key.makeInternalValues({
    password,
    contentEncryptionAlgorithm,
    hmacHashAlgorithm: 'SHA-256',
    iterationCount: ITERATIONS,
  });
  const certificate = new CertBag({ certId: X509_CERTIFICATE, certValue: new OctetString({ valueHex: file.certificate }) });
  const safeBags = [
    new SafeBag({ bagId: SHROUDED_KEY_BAG, bagValue: key }),
    new SafeBag({ bagId: CERTIFICATE_BAG, bagValue: certificate }),
  ];
  const safeContents = [{ privacyMode: 0, value: new SafeContents({ safeBags }) }];
  const authenticatedSafe = new AuthenticatedSafe({ parsedValue: { safeContents } });
  await authenticatedSafe.makeInternalValues({ safeContents: [{}] });
  const pfx = new PFX({ parsedValue: { integrityMode: 0, authenticatedSafe } });
  const mac = { password, iterations: ITERATIONS, pbkdf2HashAlgorithm: 'SHA-256', hmacHashAlgorithm: 'SHA-256' };
  await pfx.makeInternalValues(mac);
  return new Uint8Array(pfx.toSchema().toBER());
}

/**
 * The first private key in a PKCS#12 file and all certificates (DER) in it. Throws `Refusal` `not-a-key-file` or `wrong-passphrase`.
 */
export async function readPkcs12(
  p12: Uint8Array,
  passphrase: string,
): Promise<{ readonly privateKey: KeyObject; readonly certificates: readonly Uint8Array[] }> {
  const bags = await readBags(p12, passphrase);
  const key = bags.map(({ bagValue }) => bagValue).find((value) => value instanceof PKCS8ShroudedKeyBag);
  if (!key)
    throw new Refusal('not-a-key-file', 'The PKCS#12 file holds no encrypted private key; export it together with its key.');
  // The bag is an EncryptedPrivateKeyInfo (RFC 7292, 4.2.2), which OpenSSL decrypts by itself.
  const encrypted = Buffer.from(key.toSchema().toBER());
  const privateKey = createPrivateKey({ key: encrypted, format: 'der', type: 'pkcs8', passphrase });
  const certificates = bags
    .map(({ bagValue }) => bagValue)
    .filter((value) => value instanceof CertBag)
    .map(({ certValue }) => new Uint8Array((certValue as OctetString).getValue()));
  return { privateKey, certificates };
}

async function readBags(p12: Uint8Array, passphrase: string): Promise<readonly SafeBag[]> {
  const password = passwordBytes(passphrase);
  try {
    const pfx = PFX.fromBER(Uint8Array.from(p12).buffer);
    await pfx.parseInternalValues({ password, checkIntegrity: true });
    const safe = pfx.parsedValue?.authenticatedSafe;
    if (!safe) return [];
    await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password })) });
    const contents: readonly { readonly value: SafeContents }[] = safe.parsedValue.safeContents;
    return contents.flatMap(({ value }) => value.safeBags);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Integrity for the PKCS#12 data is broken')) {
      throw new Refusal('wrong-passphrase', 'The passphrase does not open the key file; give the one it was created with.');
    }
    throw notAKeyFile(error);
  }
}

function notAKeyFile(error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : String(error);
  return new Refusal(
    'not-a-key-file',
    `The key file is not a PKCS#12 file with modern encryption (${reason}); create it with vermilion seal-key create.`,
  );
}

function passwordBytes(passphrase: string): ArrayBuffer {
  return new TextEncoder().encode(passphrase).buffer;
}
