import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import { Refusal } from '../model/errors.ts';

export interface Upload {
  readonly file: Uint8Array;
  /** The form's other fields, as text; each at most once. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Room for a form's boundaries, headers and text fields beside the file. */
const FORM_BYTES = 256 * 1024;
const MAX_FIELD_BYTES = 64 * 1024;
const MAX_FIELDS = 16;

/** Reads a multipart form with one `file`, or a body that is the file itself. Holds `maxBytes` of it at most. */
export async function readUpload(request: IncomingMessage, maxBytes: number): Promise<Upload> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + FORM_BYTES) throw tooLarge(maxBytes);
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'multipart/form-data') return readForm(request, maxBytes);
  if (mediaType === 'application/pdf') return { file: await readBody(request, maxBytes), fields: {} };
  throw new Refusal(
    'unsupported-media-type',
    `The content type is ${mediaType ?? 'missing'}. Send multipart/form-data with a field named file, or application/pdf.`,
  );
}

/** A form with the file, as {@link readUpload}, where the request has more to say than the file. */
export async function readFormUpload(request: IncomingMessage, maxBytes: number): Promise<Upload> {
  if (!/^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '')) {
    throw new Refusal(
      'unsupported-media-type',
      `The content type is ${request.headers['content-type'] ?? 'missing'}. Send multipart/form-data with the fields file and sealId.`,
    );
  }
  return readUpload(request, maxBytes);
}

function readForm(request: IncomingMessage, maxBytes: number): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const form = openForm(request, maxBytes);
    const fields: Record<string, string> = Object.create(null);
    let file: Promise<Uint8Array> | undefined;
    const fail = (error: Error) => {
      request.unpipe(form);
      request.resume();
      reject(error);
    };
    form.on('file', (_name, stream) => {
      file = collect(stream, maxBytes);
      file.catch(fail);
    });
    form.on('field', (name, value, nameTruncated, valueTruncated) => {
      if (nameTruncated || valueTruncated) fail(malformed(`the field ${name} is longer than ${MAX_FIELD_BYTES} bytes`));
      else if (name in fields) fail(malformed(`the field ${name} occurs twice`));
      else fields[name] = value;
    });
    form.on('filesLimit', () => fail(malformed('more than one file')));
    form.on('fieldsLimit', () => fail(malformed(`more than ${MAX_FIELDS} fields`)));
    form.on('partsLimit', () => fail(malformed(`more than ${MAX_FIELDS} parts`)));
    form.on('error', (error) => fail(malformed(String(error))));
    form.on('finish', () => {
      if (!file) return fail(new Refusal('file-missing', 'The form has no file. Put the PDF in a field named file.'));
      file.then((bytes) => (bytes.length > 0 ? resolve({ file: bytes, fields }) : fail(emptyFile())), fail);
    });
    request.once('close', () => {
      if (!request.complete) fail(malformed('the connection was closed before its end'));
    });
    request.pipe(form);
  });
}

function openForm(request: IncomingMessage, maxBytes: number) {
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      isPartAFile: (name) => name === 'file',
      limits: { files: 1, fields: MAX_FIELDS, parts: MAX_FIELDS + 2, fieldSize: MAX_FIELD_BYTES, fileSize: maxBytes },
    });
  } catch (error) {
    throw malformed(String(error));
  }
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const bytes = await collect(request, maxBytes);
  if (bytes.length === 0) throw emptyFile();
  return bytes;
}

function collect(stream: NodeJS.ReadableStream & { truncated?: boolean }, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    stream.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) {
        chunks = [];
        reject(tooLarge(maxBytes));
      } else {
        chunks.push(chunk);
      }
    });
    stream.on('limit', () => reject(tooLarge(maxBytes)));
    stream.on('error', reject);
    stream.on('close', () => reject(malformed('the connection was closed before its end')));
    stream.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
  });
}

const malformed = (what: string) => new Refusal('malformed-multipart', `The request's body is malformed: ${what}.`);
const emptyFile = () => new Refusal('file-missing', 'The file is empty. Send a PDF.');
const tooLarge = (maxBytes: number) =>
  new Refusal('file-too-large', `The file has more than ${maxBytes} bytes, the most that is taken here.`, { maxBytes });
