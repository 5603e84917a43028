import type { DomainEvent } from '../../kernel/event';
import type { Fold } from '../../kernel/fold';
import { refuse, type Refusal } from '../../kernel/refusal';
import { CLOCKS_DIFFER_MS, plusSeconds } from '../../kernel/time';
import type { IdentitySubject } from '../identity-subject';

/** Answers an identity gives, in an hour, to people who may not see its value. */
export const MOST_TOLD = 5;
const HOUR_SECONDS = 3600;

/**
 * A refusal that told somebody who may not see an identity's value that one they gave equals one that is stored. It is decided on
 * a stream of its own, so that no two nodes tell one too many; `refusedAt`, as it is counted by it.
 */
export type MatchTold = DomainEvent<
  'keyledger.credential-replace-refused.v1' | 'keyledger.credential-version-restore-refused.v1',
  IdentitySubject & { code: string; detail: string; refusedAt: string; version?: number }
>;

/** When such answers were given, the newest last. */
export interface ToldMatches {
  readonly toldAt: readonly string[];
}

const told = ({ toldAt }: ToldMatches, { refusedAt }: MatchTold['data']): ToldMatches => ({
  toldAt: [...toldAt, refusedAt].slice(-MOST_TOLD),
});

/** `credentialMatch-<identityId>`: how often somebody was told that a guess was right. */
export const toldMatches: Fold<ToldMatches, MatchTold> = {
  category: 'credentialMatch',
  initial: { toldAt: [] },
  evolve: {
    'keyledger.credential-replace-refused.v1': told,
    'keyledger.credential-version-restore-refused.v1': told,
  },
};

/** Asked before anything is compared: whoever is refused here learns nothing of the value. */
export const refuseFurtherMatch = (told: ToldMatches, now: string): Refusal | undefined => {
  // What lies ahead by more than clocks differ was written by one that was wrong.
  const toldAt = told.toldAt.filter((at) => Date.parse(at) - Date.parse(now) <= CLOCKS_DIFFER_MS);
  const [oldest = ''] = toldAt;
  if (toldAt.length < MOST_TOLD || plusSeconds(oldest, HOUR_SECONDS) <= now) {
    return undefined;
  }
  const retryAfterSeconds = Math.ceil((Date.parse(oldest) - Date.parse(now)) / 1000) + HOUR_SECONDS;
  return refuse(
    'TOO_MANY_REQUESTS',
    `Whoever may not see this value is told at most ${MOST_TOLD} times an hour that one equals a stored one. Try again later, or ask somebody with a grant.`,
    { retryAfterSeconds },
  );
};

/** The answer as a fact, or that it is not given. */
export const tellMatch = (
  state: ToldMatches,
  type: MatchTold['type'],
  data: Omit<MatchTold['data'], 'refusedAt'>,
  now: string,
): readonly MatchTold[] | Refusal =>
  refuseFurtherMatch(state, now) ?? [{ type, data: { ...data, refusedAt: now } } as MatchTold];
