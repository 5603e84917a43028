import { entryOf } from '../../kernel/entry-of';
import type { TokenClaims } from '../../kernel/token-issuers';
import { TokenRejected } from '../../kernel/token-rejected';

/** What the claims of a token must say. */
export interface ClaimRules {
  readonly issuer: string;
  readonly audience: string;
  readonly now: number;
  /** Clocks differ between machines. */
  readonly toleranceMs: number;
}

const REQUIRED = ['iss', 'aud', 'sub', 'exp'];
const TIMES = ['exp', 'nbf', 'iat'];
/** Far more than clocks differ: such a token was made by a clock that is wrong, or is to outlive what is decided by its age. */
const MOST_AHEAD_MS = 5 * 60_000;

/** Finite: JSON knows numbers that are too large for one, and such a time would never come. */
const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const isFor = (aud: unknown, audience: string): boolean => [aud].flat().some((each) => each === audience);

/** Judges the claims of a token whose signature verified. Errors: `TokenRejected` for the first that is not right. */
export const judgeClaims = (claims: TokenClaims, { issuer, audience, now, toleranceMs }: ClaimRules): void => {
  const missing = REQUIRED.find((claim) => entryOf(claims, claim) === undefined);
  if (missing !== undefined) throw new TokenRejected('no-claim', missing);
  if (claims['iss'] !== issuer) throw new TokenRejected('issuer', claims['iss']);
  if (!isFor(claims['aud'], audience)) throw new TokenRejected('audience', claims['aud']);
  const odd = TIMES.find((claim) => Object.hasOwn(claims, claim) && !isTime(entryOf(claims, claim)));
  if (odd !== undefined) throw new TokenRejected('claim-form', odd);
  const { exp, nbf, iat } = claims as { readonly exp: number; readonly nbf?: number; readonly iat?: number };
  if (nbf !== undefined && nbf * 1000 > now + toleranceMs) throw new TokenRejected('not-yet', nbf);
  if (iat !== undefined && iat * 1000 > now + MOST_AHEAD_MS) throw new TokenRejected('from-the-future', iat);
  if (exp * 1000 <= now - toleranceMs) throw new TokenRejected('expired', exp);
};
