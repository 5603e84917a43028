import type { ReplacedVersion } from './state';

/** The manual: the password history has at most ten entries; so many values that the vault made can be brought back. */
const REPLACED_KEPT = 10;

/** Days for which a value that nobody can serve any more is kept: a person may still notice that it was the right one. */
export const GRACE_DAYS = 7;

/**
 * May the replaced version at this place, newest first, be brought back? What a person gave works somewhere, for all the
 * vault knows: replacing it in the vault alone, however often, does not change that, so it is kept until a person says it is dead.
 */
export const isRestorable = ({ restorable, given }: ReplacedVersion, place: number): boolean =>
  restorable && (given === true || place < REPLACED_KEPT);

/** One that may not be brought back is told from one that never was, for as long. */
export const isRecent = (place: number): boolean => place < REPLACED_KEPT;
