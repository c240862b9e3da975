/** Another value for a byte; undefined where this flip has none to try. */
export type Flip = (byte: number) => number | undefined;

export const LOWEST_BIT: Flip = (byte) => byte ^ 0x01;
/** The change that a lenient reader is likeliest to overlook. */
export const LETTER_CASE: Flip = (byte) => (/[a-z]/i.test(String.fromCharCode(byte)) ? byte ^ 0x20 : undefined);

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
      const value = flip(original);
      if (value === undefined) continue;
      changed[offset] = value;
      tried++;
      if (await passes(changed)) unnoticed.push({ offset, value });
    }
    changed[offset] = original;
  }
  return { tried, unnoticed };
}
