/** A form XObject's worth of drawing: vector paths only, no fonts, no images, no resources. Its box is [0 0 width height], in points. */
export interface VectorForm {
  /** Content stream, decoded. Same input, same bytes: the registry holds the digest of a mark's. */
  readonly content: Uint8Array;
  readonly width: number;
  readonly height: number;
}
