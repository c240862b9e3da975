/** What a verifier may decide for itself. Everything else is the table. */
export interface Policy {
  /** Seconds by which the claimed signing time may differ from the anchor's before a notice says so. */
  readonly claimedTimeTolerance: number;
}

export const DEFAULT_POLICY: Policy = { claimedTimeTolerance: 3600 };
