const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The last time that is written with four digits of a year: beyond it they would not compare as strings do. */
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** The one written last: much that happens within a millisecond says when. */
let written = { ms: 0, text: new Date(0).toISOString() };

/** RFC 3339 UTC with milliseconds, so that times compare as strings do. What lies beyond the last of them is that one. */
export const timestamp = (ms: number): string => {
  if (ms !== written.ms) written = { ms, text: new Date(Math.min(ms, LAST)).toISOString() };
  return written.text;
};

export const plusSeconds = (time: string, seconds: number): string => timestamp(Date.parse(time) + seconds * 1000);

export const plusMinutes = (time: string, minutes: number): string => timestamp(Date.parse(time) + minutes * MINUTE);

export const plusDays = (time: string, days: number): string => timestamp(Date.parse(time) + days * DAY);

/** By so much clocks differ, ms. What lies further ahead was written by one that was wrong. */
export const CLOCKS_DIFFER_MS = 60_000;

/**
 * The time at which to count what was done of late, by a decision's time and the clock: a stream's last fact is never later,
 * unless a clock was wrong, which must keep nobody out until that time comes.
 */
export const unlessFarAhead = (decided: string, clockMs: number): string =>
  Date.parse(decided) - clockMs > CLOCKS_DIFFER_MS ? timestamp(clockMs) : decided;

export const earliest = (a: string, b: string | undefined): string => (b !== undefined && b < a ? b : a);

export const latest = (a: string, b: string | undefined): string => (b !== undefined && b > a ? b : a);
