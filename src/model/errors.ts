/**
 * Something the caller asked for cannot be done as asked: bad input, a missing right, a rule of the domain.
 * `code` is the contract (stable, kebab-case); the message is for people and says what, with which values, and what to do.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** The work could not be done now, through no fault of the caller: a chain out of reach, a full disk. Trying later may help. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
