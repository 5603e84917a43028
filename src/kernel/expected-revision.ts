/** What an append believes of its stream: it doesn't exist, its last revision is this number, or nothing at all. */
export type ExpectedRevision = number | typeof NO_STREAM | typeof ANY;

export const NO_STREAM = -1;
export const ANY = 'any';
