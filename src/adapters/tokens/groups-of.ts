import { entryOf } from '../../kernel/entry-of';
import type { TokenClaims } from '../../kernel/token-issuers';
import { TokenRejected } from '../../kernel/token-rejected';

/** As many as Entra ID puts into a token. */
const MOST = 200;
const LONGEST = 255;

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= LONGEST;

/** Entra ID leaves them out where there are too many, and says where they could be asked for instead. */
const isElsewhere = (claims: TokenClaims, claim: string): boolean => {
  const elsewhere = entryOf(claims, '_claim_names');
  return typeof elsewhere === 'object' && elsewhere !== null && Object.hasOwn(elsewhere, claim);
};

/**
 * The groups that the claims of a token name; undefined: the claim is not there. Nobody is taken to be in no group because the
 * claim can't be read. Errors: `TokenRejected`.
 */
export const groupsOf = (claims: TokenClaims, claim: string): readonly string[] | undefined => {
  const groups = entryOf(claims, claim);
  if (groups === undefined) {
    if (isElsewhere(claims, claim)) throw new TokenRejected('groups-elsewhere', claim);
    return undefined;
  }
  if (!Array.isArray(groups) || !groups.every(isName)) throw new TokenRejected('claim-form', claim);
  if (groups.length > MOST) throw new TokenRejected('too-many-groups', claim);
  return [...new Set(groups)];
};
