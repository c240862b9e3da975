/**
 * Why a CMS cannot be read as one of our seals. `malformed`: not DER, not the one structure that docs/formats.md gives, or not the
 * canonical encoding of its own fields. `certificate-mismatch`: the signing-certificate-v2 attribute names another certificate.
 */
export type CmsFormatErrorCode = 'malformed' | 'certificate-mismatch';

export class CmsFormatError extends Error {
  override readonly name = 'CmsFormatError';
  readonly code: CmsFormatErrorCode;

  constructor(message: string, code: CmsFormatErrorCode = 'malformed') {
    super(message);
    this.code = code;
  }
}
