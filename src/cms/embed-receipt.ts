import type { Receipt } from '../model/receipt.ts';
import { readSignedData } from './read-signed-data.ts';
import { encodeSignedData } from './signed-data.ts';

/** The same CMS with this receipt as its unsigned attribute. Throws `CmsFormatError` where `cms` is not a seal's SignedData. */
export function embedReceipt(cms: Uint8Array, receipt: Receipt): Uint8Array<ArrayBuffer> {
  return encodeSignedData({ ...readSignedData(cms), receipt });
}
