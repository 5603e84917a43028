import { compareLevels } from '../../domain/access-grants/decide';
import type { AccessLevel } from '../../domain/access-grants/events';
import { timestamp } from '../../kernel/time';

/** What a grant allows, and until when. */
export interface GrantTerms {
  readonly level: AccessLevel;
  /** RFC 3339, any offset; absent: it stays. */
  readonly expiresAt?: string;
}

/** UTC with milliseconds, so that times compare as strings do. Throws RangeError on what is no time. */
export const inUtc = (time: string): string => timestamp(Date.parse(time));

const endsLater = (a: string | undefined, b: string | undefined): boolean =>
  b !== undefined && (a === undefined || a > b);

/** Does the second allow more, or for longer, than the first? */
export const givesMore = (before: GrantTerms, after: GrantTerms): boolean =>
  compareLevels(after.level, before.level) > 0 || endsLater(after.expiresAt, before.expiresAt);
