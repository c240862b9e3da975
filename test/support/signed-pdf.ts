import { appendObjects, type Layout, type Objects, sizeOf, stream } from './pdf-builder.ts';

/** Stands in for a CMS: a DER SEQUENCE that nobody verifies here. */
export const FAKE_CMS = `3006${'0401aa'}${'020105'}`;
const CONTENTS = FAKE_CMS.padEnd(64, '0');

export interface SignatureOptions extends Layout {
  readonly name?: string;
  readonly contents?: string;
  /** Entries in addition to the field's own. */
  readonly field?: string;
  /** Objects to write in the same increment; overrides the catalog and page that register the field. */
  readonly objects?: Objects;
  readonly type?: 'Sig' | 'DocTimeStamp';
  readonly rect?: string;
  /** The catalog's other entries, and the fields that the form has already. */
  readonly catalog?: string;
  readonly fields?: string;
}

const RANGE = '0 0000000001 0000000002 0000000003';

/**
 * Appends a signature on page 1 of {@link TWO_PAGES}: the objects `size` (signature), `size + 1` (field), `size + 2`
 * (appearance). The ByteRange is right; the signature is not one.
 */
export function appendSignature(previous: string, options: SignatureOptions = {}): string {
  const size = sizeOf(previous);
  const [signature, field, appearance] = [size, size + 1, size + 2];
  const { name = 'Seal-1', contents = CONTENTS, type = 'Sig', catalog = '', fields = '' } = options;
  const text = appendObjects(
    previous,
    {
      1: `<< /Type /Catalog /Pages 2 0 R ${catalog} /AcroForm << /Fields [${fields} ${field} 0 R] /SigFlags 3 >> >>`,
      3: `<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Annots [${fields} ${field} 0 R] >>`,
      [signature]: `<< /Type /${type} /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [${RANGE}] /Contents <${contents}> /VmlnDocumentId <00112233445566778899aabbccddeeff> >>`,
      [field]: `<< /Type /Annot /Subtype /Widget /FT /Sig /T (${name}) /V ${signature} 0 R /P 3 0 R /Rect [${options.rect ?? '10 10 60 40'}] /F 132 /AP << /N ${appearance} 0 R >> ${options.field ?? ''} >>`,
      [appearance]: stream('0 0 50 30 re f', '/Type /XObject /Subtype /Form /BBox [0 0 50 30] /Resources << >>'),
      ...options.objects,
    },
    options,
  );
  return closeByteRange(text);
}

/** Fills in the placeholder of the last /ByteRange. */
export function closeByteRange(text: string): string {
  const at = text.lastIndexOf(RANGE);
  if (at < 0) return text;
  const start = text.indexOf('/Contents <', at) + '/Contents '.length;
  const end = text.indexOf('>', start) + 1;
  const range = `0 ${start} ${end} ${text.length - end}`.padEnd(RANGE.length);
  return text.slice(0, at) + range + text.slice(at + RANGE.length);
}
