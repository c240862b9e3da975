/** Another value for a byte: with one bit changed, or with letters in the other case and digits out of reach. */
export type Flip = (byte: number) => number;

export const LOWEST_BIT: Flip = (byte) => byte ^ 0x01;
export const LETTER_CASE: Flip = (byte) => byte ^ 0x20;

export interface FlipResult {
  readonly tried: number;
  /** Where a changed byte went unnoticed. */
  readonly unnoticed: readonly { readonly offset: number; readonly value: number }[];
}

/** Changes every `step`th byte of the file in turn, each to the value of each flip, and asks whether it still passes. */
export async function flipBytes(
  file: Uint8Array,
  passes: (changed: Uint8Array) => Promise<boolean>,
  { flips, step = 1 }: { readonly flips: readonly Flip[]; readonly step?: number },
): Promise<FlipResult> {
  const changed = Uint8Array.from(file);
  const unnoticed: { offset: number; value: number }[] = [];
  let tried = 0;
  for (let offset = 0; offset < file.length; offset += step) {
    const original = file[offset] ?? 0;
    for (const flip of flips) {
      changed[offset] = flip(original);
      tried++;
      if (await passes(changed)) unnoticed.push({ offset, value: flip(original) });
    }
    changed[offset] = original;
  }
  return { tried, unnoticed };
}
