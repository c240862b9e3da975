/** What one row of the table finds in the facts. `detail` says what was compared with what, for experts. */
export type Finding =
  /** The row's finding is there: its verdict holds. */
  | { readonly kind: 'found'; readonly detail: string }
  | { readonly kind: 'clear'; readonly detail: string }
  /** What the check needs was not read. Never a pass. */
  | { readonly kind: 'not-made'; readonly detail: string };

export const found = (detail: string): Finding => ({ kind: 'found', detail });
export const clear = (detail: string): Finding => ({ kind: 'clear', detail });
export const notMade = (detail: string): Finding => ({ kind: 'not-made', detail });

/** Found where something disagrees, all disagreements named; else clear. */
export const compare = (disagreements: readonly (string | false)[], agreement: string): Finding => {
  const named = disagreements.filter((text) => text !== false);
  return named.length > 0 ? found(named.join('; ')) : clear(agreement);
};
