import { plusMinutes } from '../../../kernel/time';
import type { IdentityState } from '../state';

/** The scheduler's own pace: a value that somebody used is not left in force until the next interval. */
const RETRY_MINUTES = 30;

/**
 * When a rotation that fails now is tried anew. Nobody has forgotten the reason for it: the scheduler comes to it again,
 * unless a person must act or it is due anyway.
 */
export const retryLater = ({ rotation, nextRotationAt }: IdentityState, now: string): { retryAt?: string } => {
  const byAPerson = rotation?.trigger === 'manual' || rotation?.trigger === 'enrollment';
  const dueAnyway = nextRotationAt !== undefined && nextRotationAt <= now;
  return byAPerson || dueAnyway ? {} : { retryAt: plusMinutes(now, RETRY_MINUTES) };
};
