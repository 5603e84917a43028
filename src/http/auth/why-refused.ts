import { IssuerUnavailable } from '../../kernel/issuer-unavailable';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { TokenRejected } from '../../kernel/token-rejected';
import { hasSeveralAuthorizations, isTooLong, jwtOf, machineTokenOf, type BearerRequest } from './bearer-token';

/** Looking for the key of a token broke off, for a reason that says nothing of the token. */
export class KeyNotSought extends Error {
  constructor(override readonly cause: Error) {
    super('the key of a token could not be looked for');
    this.name = 'KeyNotSought';
  }
}

const OURS = [RefusedError, IssuerUnavailable, TokenRejected, KeyNotSought];

const unauthenticated = (detail: string): RefusedError => new RefusedError(refuse('UNAUTHENTICATED', detail));

/**
 * Why nobody is let in with this request, after every strategy failed or one broke off: the error to answer, of which a 401
 * says what is wrong with the token. Whatever a strategy says that is neither ours nor known comes from the library, which
 * is handed tokens whose form, issuer and key are good, and looks at the signature alone.
 */
export const whyRefused = (request: BearerRequest, failures: readonly unknown[]): Error => {
  const own = failures.find((each) => OURS.some((kind) => each instanceof kind)) as Error | undefined;
  if (own instanceof TokenRejected) return unauthenticated(own.message);
  if (own !== undefined) return own instanceof KeyNotSought ? own.cause : own;
  if (hasSeveralAuthorizations(request)) return unauthenticated('Send one Authorization header, not several.');
  if (isTooLong(request)) return unauthenticated(new TokenRejected('too-long').message);
  if (jwtOf(request) === null && machineTokenOf(request) === undefined) {
    return unauthenticated('Send a valid token: Authorization: Bearer …');
  }
  return unauthenticated(new TokenRejected('signature').message);
};
