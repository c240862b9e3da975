import { readCertificate } from './certificate.ts';
import { CmsFormatError } from './cms-format-error.ts';
import { context, type DerReader, equalBytes, OBJECT_IDENTIFIER, OCTET_STRING, readAll, retagged, SEQUENCE, SET } from './der.ts';
import { RECEIPT, SIGNATURE_TIME_STAMP } from './object-identifiers.ts';
import { readReceipt } from './receipt-attribute.ts';
import { encodeSignedData, type SignedDataFields } from './signed-data.ts';

/**
 * The fields of a seal's SignedData. What is read loosely here (fixed values, order, the signer's identifier) is held by the last step:
 * the fields, written again, must give the same bytes, so that no byte can change without changing a field.
 */
export function readSignedData(cms: Uint8Array): SignedDataFields {
  const fields = readAll(cms, (outer) =>
    outer.within(SEQUENCE, (contentInfo) => {
      contentInfo.content(OBJECT_IDENTIFIER);
      return contentInfo.within(context(0), (explicit) => explicit.within(SEQUENCE, readFields));
    }),
  );
  if (!equalBytes(encodeSignedData(fields), cms)) {
    throw new CmsFormatError('the SignedData is not the canonical encoding of its own fields');
  }
  return fields;
}

/** RFC 5652, 5.1, with exactly one certificate, no CRLs and exactly one SignerInfo. */
function readFields(signedData: DerReader): SignedDataFields {
  signedData.uint();
  signedData.content(SET);
  signedData.content(SEQUENCE);
  const certificate = readCertificate(signedData.content(context(0)));
  return signedData.within(SET, (signerInfos) =>
    signerInfos.within(SEQUENCE, (signerInfo) => ({ certificate, ...readSignerInfo(signerInfo) })),
  );
}

/** RFC 5652, 5.3. */
function readSignerInfo(signerInfo: DerReader): Omit<SignedDataFields, 'certificate'> {
  signerInfo.uint();
  signerInfo.content(SEQUENCE);
  return {
    digestAlgorithm: signerInfo.element(SEQUENCE),
    signedAttributes: retagged(SET, signerInfo.element(context(0))),
    signatureAlgorithm: signerInfo.element(SEQUENCE),
    signatureValue: signerInfo.content(OCTET_STRING),
    ...(signerInfo.isAtEnd ? {} : signerInfo.within(context(1), readUnsignedAttributes)),
  };
}

/** Receipt and signature time stamp, nothing else: it would be bytes that no signature and no check covers. One standing twice is not canonical. */
function readUnsignedAttributes(attributes: DerReader): Pick<SignedDataFields, 'receipt' | 'timeStamp'> {
  const found: { receipt?: SignedDataFields['receipt']; timeStamp?: SignedDataFields['timeStamp'] } = {};
  while (!attributes.isAtEnd) {
    const { type, value } = readAttribute(attributes);
    if (equalBytes(type, RECEIPT)) found.receipt = readReceipt(value);
    else if (equalBytes(type, SIGNATURE_TIME_STAMP)) found.timeStamp = value;
    else throw new CmsFormatError('an unknown unsigned attribute');
  }
  return found;
}

/** An Attribute with exactly one value; type and value as whole elements. */
export function readAttribute(attributes: DerReader): { type: Uint8Array; value: Uint8Array } {
  return attributes.within(SEQUENCE, (attribute) => ({
    type: attribute.element(OBJECT_IDENTIFIER),
    value: attribute.within(SET, (values) => values.element()),
  }));
}
