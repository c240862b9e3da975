import { createHash } from 'node:crypto';

/** A chain must be asked for a seal and a root, which are 64 hexadecimal digits each, also in the file. A longer run is a piece of the file. */
const RUN = 96;

/**
 * What of a file a request carries: a piece of it, or the SHA-256 of the whole file or of `covered` (what its seal signs), as bytes,
 * hexadecimal or base64. `request` is everything that was sent: URL, headers, body.
 */
export function leaksOf(request: Uint8Array, file: Uint8Array, covered: Uint8Array): readonly string[] {
  const sent = latin1(request);
  const forms = [file, covered].flatMap((bytes) => {
    const digest = createHash('sha256').update(bytes).digest();
    const hex = digest.toString('hex');
    return [
      digest.toString('latin1'),
      hex,
      hex.toUpperCase(),
      digest.toString('base64').slice(0, 43),
      digest.toString('base64url'),
    ];
  });
  const leaks = forms.filter((form) => sent.includes(form)).map((form) => `a digest: ${form}`);
  const pieces = piecesOf(file);
  for (let start = 0; start + RUN <= sent.length; start++) {
    const piece = sent.slice(start, start + RUN);
    if (pieces.has(piece)) return [...leaks, `a piece of the file: ${piece}`];
  }
  return leaks;
}

/** Every run of the file, but the padding that any ABI encoding holds too. */
function piecesOf(file: Uint8Array): ReadonlySet<string> {
  const text = latin1(file);
  const pieces = new Set<string>();
  for (let start = 0; start + RUN <= text.length; start++) pieces.add(text.slice(start, start + RUN));
  pieces.delete('0'.repeat(RUN));
  return pieces;
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
