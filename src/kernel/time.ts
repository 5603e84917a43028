const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** RFC 3339 UTC with milliseconds, so that times compare as strings do. */
export const timestamp = (ms: number): string => new Date(ms).toISOString();

export const plusSeconds = (time: string, seconds: number): string => timestamp(Date.parse(time) + seconds * 1000);

export const plusMinutes = (time: string, minutes: number): string => timestamp(Date.parse(time) + minutes * MINUTE);

export const plusDays = (time: string, days: number): string => timestamp(Date.parse(time) + days * DAY);

export const earliest = (a: string, b: string | undefined): string => (b !== undefined && b < a ? b : a);

export const latest = (a: string, b: string | undefined): string => (b !== undefined && b > a ? b : a);
