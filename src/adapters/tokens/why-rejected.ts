import { decodeJwt, errors, type JWTPayload } from 'jose';
import { TokenRejected } from '../../kernel/token-verifier';

const at = (seconds: unknown): string => {
  const time = new Date(Number(seconds) * 1000);
  return Number.isNaN(time.getTime()) ? 'a time that is none' : time.toISOString();
};

const MOST_SHOWN = 80;

/** A claim as it may stand in a sentence: quoted, on one line, not endless. */
const own = (claim: unknown): string => {
  const text = [claim].flat().map(String).join(' ');
  return JSON.stringify(text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);
};

/** Never more than the token itself says: what would have been right is for who runs the server. */
const ofClaim: Readonly<Record<string, (claims: JWTPayload) => string>> = {
  iss: ({ iss }) => `The token is of another issuer: ${own(iss)}.`,
  aud: ({ aud }) => `The token is for another audience: ${own(aud)}.`,
  nbf: ({ nbf }) => `The token is not yet valid: its time begins at ${at(nbf)}.`,
};

const inWords = (error: unknown): string | undefined => {
  if (error instanceof errors.JWTExpired) return `The token expired at ${at(error.payload.exp)}.`;
  if (error instanceof errors.JWTClaimValidationFailed) {
    const { claim, reason, payload } = error;
    if (!Object.hasOwn(payload, claim)) return `The token has no ${claim} claim.`;
    if (reason === 'invalid') return `The ${claim} claim of the token is of the wrong form.`;
    return Object.hasOwn(ofClaim, claim) ? ofClaim[claim]?.(payload) : `The ${claim} claim of the token is not right.`;
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'The signature of the token does not verify.';
  if (error instanceof errors.JWKSNoMatchingKey) {
    return 'The token is signed with an unknown key: its issuer publishes no such one.';
  }
  if (error instanceof errors.JWKSMultipleMatchingKeys) {
    return 'The token does not say with which key of its issuer it is signed (kid).';
  }
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) {
    return 'The token is signed in a way that is not accepted here (alg).';
  }
  return error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid
    ? 'The token is not a signed JWT.'
    : undefined;
};

/** What is wrong with a token, as its bearer may hear it; undefined when the error is not of the token. */
export const whyRejected = (error: unknown): TokenRejected | undefined => {
  const words = inWords(error);
  return words === undefined ? undefined : new TokenRejected(words, { cause: error });
};

/**
 * Refuses a token of somebody else before a key is looked for: it would be called one of an unknown key. Errors:
 * {@link TokenRejected}.
 */
export const assertIssuer = (token: string, issuer: string): void => {
  let claims: JWTPayload;
  try {
    claims = decodeJwt(token);
  } catch (error) {
    throw new TokenRejected('The token is not a signed JWT.', { cause: error });
  }
  if (claims.iss === undefined) throw new TokenRejected('The token has no iss claim.');
  if (claims.iss !== issuer) throw new TokenRejected(`The token is of another issuer: ${own(claims.iss)}.`);
};
