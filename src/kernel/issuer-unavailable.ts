/**
 * The keys that would prove a token can't be had from its issuer: the token may be good, nobody knows. The cause is for the
 * log, not for the caller.
 */
export class IssuerUnavailable extends Error {
  constructor(readonly retryAfterSeconds: number) {
    super('the keys of the token issuer can not be fetched');
    this.name = 'IssuerUnavailable';
  }
}
