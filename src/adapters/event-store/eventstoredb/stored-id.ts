import { createHash, randomUUID } from 'node:crypto';

/** UUID version 7 (RFC 9562 § 5.7), 32 hex digits: made once, by one process, for one append. */
const MADE_ONCE = /^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/;
const TIME_DIGITS = 12;

const dashed = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');

export const isMadeOnce = (id: string): boolean => MADE_ONCE.test(id);

/** When an id was made, ms since 1970; undefined for one that doesn't tell and may be of any age. */
export const madeAt = (id: string): number | undefined =>
  isMadeOnce(id) ? Number.parseInt(id.slice(0, TIME_DIGITS), 16) : undefined;

/**
 * Ids as the server holds them, for one append. One that was made once is stored as it is. One that follows from what is
 * done (a repeated request, a policy) may come from two nodes at once, with other words: stored under a name of this append
 * alone, it makes the server refuse the second of them, which the adapter then finds to be a repetition. Were it stored as
 * it is, the server would answer both alike, and the second would believe that its words are in the log.
 */
export const storedIds = (ids: readonly string[]): readonly string[] => {
  const append = randomUUID();
  return ids.map((id) => {
    if (isMadeOnce(id)) {
      return dashed(id);
    }
    const bytes = createHash('sha256').update(`${append}\0${id}`).digest().subarray(0, 16);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    return dashed(bytes.toString('hex'));
  });
};

/** 32 hex digits as a UUID (RFC 9562 § 4), which is how the server tells ids; any other text as it is. */
export const asServerSpells = (id: string): string => (/^[0-9a-f]{32}$/.test(id) ? dashed(id) : id);

/** The other way: only what {@link asServerSpells} can have made of an id of ours is changed. */
export const ourSpelling = (id: string): string =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? idFrom(id) : id;

export const idFrom = (stored: string): string => stored.replaceAll('-', '').toLowerCase();
