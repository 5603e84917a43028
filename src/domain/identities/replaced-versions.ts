/** The manual: the password history has at most ten entries; so many replaced values can be brought back. */
export const REPLACED_KEPT = 10;

/** Days for which a value that nobody can serve any more is kept: a person may still notice that it was the right one. */
export const GRACE_DAYS = 7;
