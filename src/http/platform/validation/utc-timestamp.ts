/** RFC 3339 § 5.6, with its lower-case letters; leap seconds have no place on our time line and are refused. */
const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

const daysIn = (year: number, month: number): number => new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();

/** A time in UTC with milliseconds, as RFC 3339 writes it; undefined when the text is no such time. */
export const utcTimestamp = (text: string): string | undefined => {
  const upper = text.toUpperCase();
  const parts = RFC3339.exec(upper);
  if (parts === null) return undefined;
  const [year, month, day] = parts.slice(1, 4).map(Number) as [number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  const written = new Date(upper).toISOString();
  // Years before 0 or after 9999, reached by an offset, are written with a sign and more digits: they would sort wrongly.
  return written.length === 24 ? written : undefined;
};

const LAST = '9999-12-31T23:59:59.999Z';

/** The same, with what is finer than a millisecond rounded up. */
export const utcTimestampUp = (text: string): string | undefined => {
  const time = utcTimestamp(text);
  return time !== undefined && time < LAST && /\.\d{3}\d*[1-9]/.test(text)
    ? new Date(Date.parse(time) + 1).toISOString()
    : time;
};
