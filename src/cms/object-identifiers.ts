import { fromHex } from '../model/identifiers.ts';

/** Object identifiers as DER elements: they are compared as bytes. */
const oid = (contents: string): Uint8Array<ArrayBuffer> => fromHex(`0x06${contents}`);

/** 2.25.232662835786951774610109278698430136782 */
export const SEALING_RECORD = oid('146982de899ddd808bfa87e9be86e3fcdce3e8834e');
/** 2.25.290450093796276410406633005665284123514 */
export const RECEIPT = oid('146983b582d3cfd3e5c28eef8fbad1cfeba7a7d67a');

/** 1.2.840.113549.1.7.1 */
export const DATA = oid('092a864886f70d010701');
/** 1.2.840.113549.1.7.2 */
export const SIGNED_DATA = oid('092a864886f70d010702');
/** 1.2.840.113549.1.9.3 */
export const CONTENT_TYPE = oid('092a864886f70d010903');
/** 1.2.840.113549.1.9.4 */
export const MESSAGE_DIGEST = oid('092a864886f70d010904');
/** 1.2.840.113549.1.9.16.2.47 */
export const SIGNING_CERTIFICATE_V2 = oid('0b2a864886f70d010910022f');
/** 1.2.840.113549.1.9.16.2.14 */
export const SIGNATURE_TIME_STAMP = oid('0b2a864886f70d010910020e');

/** 2.16.840.1.101.3.4.2.1 */
export const SHA_256 = oid('09608648016503040201');
/** 1.2.840.10045.4.3.2 */
export const ECDSA_WITH_SHA_256 = oid('082a8648ce3d040302');
/** 1.2.840.113549.1.1.11 */
export const SHA_256_WITH_RSA = oid('092a864886f70d01010b');
/** 1.2.840.10045.2.1 */
export const EC_PUBLIC_KEY = oid('072a8648ce3d0201');
/** 1.2.840.10045.3.1.7 */
export const P_256 = oid('082a8648ce3d030107');
/** 1.2.840.113549.1.1.1 */
export const RSA = oid('092a864886f70d010101');
/** 2.5.4.3 */
export const COMMON_NAME = oid('03550403');
