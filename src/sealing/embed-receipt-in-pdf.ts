import { embedReceipt } from '../cms/embed-receipt.ts';
import type { Receipt } from '../model/receipt.ts';
import { fillContents } from '../pdf/append/fill-contents.ts';

/**
 * The sealed file as it is handed out: the same bytes, with the receipt as an unsigned attribute in the CMS. `contents` is the gap in
 * the signature's ByteRange, delimiters included; nothing outside it changes.
 */
export function embedReceiptInPdf(
  signed: Uint8Array,
  contents: { readonly start: number; readonly end: number },
  cms: Uint8Array,
  receipt: Receipt,
): Uint8Array<ArrayBuffer> {
  const sealed = Uint8Array.from(signed);
  fillContents(sealed, contents, embedReceipt(cms, receipt));
  return sealed;
}
