/** Why an increment is forbidden. */
export type ForbiddenChange =
  /** The later revision is not the earlier one with increments behind it. */
  | 'not-an-increment'
  /** Bytes follow the earlier revision, but no increment that a reader would see. */
  | 'bytes-after-end'
  /** Bytes within an increment that its cross-reference section does not account for, or for which two things claim to stand. */
  | 'unaccounted-bytes'
  /** Written so that some readers would rebuild the document from what looks like objects. */
  | 'loose-layout'
  | 'too-many-increments'
  /** An increment that is no well-formed PDF. */
  | 'malformed-increment'
  /** A cross-reference entry leads to another place among the earlier bytes. */
  | 'object-repointed'
  | 'object-freed'
  | 'object-replaced'
  /** An object that nothing permitted leads to. */
  | 'object-unexplained'
  /** An object whose number the earlier revision already used without having the object: what was empty is filled. */
  | 'reference-filled'
  | 'trailer-changed'
  | 'catalog-changed'
  | 'form-changed'
  | 'page-changed'
  | 'annotation-changed'
  | 'field-changed'
  /** A new field that is no plain signature field. */
  | 'field-added'
  /** Metadata or document information that is something else as well. */
  | 'metadata-changed'
  /** Evidence in the document security store that a later revision leaves out. */
  | 'validation-data-removed';

/** One forbidden change, in words for experts. */
export interface Finding {
  readonly code: ForbiddenChange;
  readonly detail: string;
  /** Number of the page it concerns, counted from 1, where it concerns one. */
  readonly page?: number;
}
