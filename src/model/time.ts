/** The last second that ISO 8601 writes with four digits of a year. */
export const LAST_TIME = 253_402_300_799;

/** Unix seconds as ISO 8601 in UTC, to the second; whatever is later than {@link LAST_TIME} as that. */
export const isoTime = (seconds: number): string =>
  new Date(Math.min(seconds, LAST_TIME) * 1000).toISOString().replace('.000Z', 'Z');
