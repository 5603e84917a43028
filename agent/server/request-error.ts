/** The server said no. */
export class RequestRefused extends Error {
  constructor(
    readonly status: number,
    /** Of the problem document; empty where there was none. */
    readonly code: string,
    detail: string,
    /** Seconds the server asks to wait. */
    readonly retryAfter?: number,
  ) {
    super(detail === '' ? `the server answered ${status} ${code}`.trimEnd() : detail);
    this.name = 'Refused';
  }
}

/** There was no answer: the request may or may not have been carried out. */
export class RequestUnanswered extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Unanswered';
  }
}
