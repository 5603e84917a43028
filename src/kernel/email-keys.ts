import type { Digest } from './digest';
import { foldEmail, formerFoldOfEmail } from './fold-email';

/**
 * Ids of the streams that may say whose an e-mail is, the one that new claims go to first. Under a former key another
 * address may be filed: who is found there counts only if their own e-mail is this one.
 */
export const emailKeys = (digest: Digest, email: string): readonly [string, ...string[]] => {
  const [now, former] = [foldEmail(email), formerFoldOfEmail(email)];
  return former === now ? [digest.of(now)] : [digest.of(now), digest.of(former)];
};
