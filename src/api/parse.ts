import { z } from 'zod';
import { Refusal } from '../model/errors.ts';
import { type AgencyId, type DocumentId, isBytes32, isDocumentId, type SealId } from '../model/identifiers.ts';

/** The input as the schema's type, or a refusal (`bad-request`) that names every field at fault. */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.infer<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue) => ({ field: issue.path.join('.'), message: issue.message }));
  const detail = errors.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; ');
  throw new Refusal('bad-request', `The request is not as documented: ${detail}.`, { errors });
}

const bytes32 = z.string().refine(isBytes32, 'must be 0x and 64 lower-case hexadecimal digits');
export const sealIdSchema = bytes32.transform((text) => text as string as SealId);
export const agencyIdSchema = bytes32.transform((text) => text as string as AgencyId);
export const documentIdSchema = z
  .string()
  .refine(isDocumentId, 'must be 32 lower-case hexadecimal digits')
  .transform((text) => text as DocumentId);

/** A documentId out of a path: one that is malformed is no document's. */
export function documentIdOf(text: string | undefined): DocumentId {
  if (text !== undefined && isDocumentId(text)) return text;
  throw new Refusal('document-not-found', `There is no document ${String(text).slice(0, 80)}.`);
}
