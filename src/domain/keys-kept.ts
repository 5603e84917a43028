/** How long the keys of what was deleted are kept, in days: as long as a deleted identity can be brought back. */
export const KEYS_KEPT_DAYS = 7;
