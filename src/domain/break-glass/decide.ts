import { refuse, type Refusal } from '../../kernel/refusal';
import type { BreakGlassTried } from './events';
import { TRIES_A_MINUTE, type BreakGlassState } from './state';

const MINUTE_MS = 60_000;

/**
 * Refuses one try too many within a minute, and says how many seconds are left until there is room. Such a refusal counts for
 * nothing: whoever waits that long has a try again.
 */
export const refuseTooManyTries = ({ tries }: BreakGlassState, sessionId: string, now: string): Refusal | undefined => {
  // A repetition of a request is the same try.
  if (tries.some((each) => each.sessionId === sessionId)) {
    return undefined;
  }
  // One that lies ahead by more was written by a clock that was wrong, which must keep nobody out until that time comes.
  const left = tries
    .map(({ at }) => Date.parse(at) + MINUTE_MS - Date.parse(now))
    .filter((leftMs) => leftMs > 0 && leftMs <= MINUTE_MS);
  const [leftMs] = left;
  return leftMs === undefined || left.length < TRIES_A_MINUTE
    ? undefined
    : refuse('BREAK_GLASS_RATE_LIMITED', `The glass can be broken ${TRIES_A_MINUTE} times a minute. Wait a moment.`, {
        retryAfterSeconds: Math.ceil(leftMs / 1000),
      });
};

export const tryBreakGlass = (
  state: BreakGlassState,
  tried: Omit<BreakGlassTried['data'], 'triedAt'>,
  now: string,
): readonly BreakGlassTried[] | Refusal =>
  refuseTooManyTries(state, tried.sessionId, now) ?? [
    { type: 'keyledger.break-glass-tried.v1', data: { ...tried, triedAt: now } },
  ];
