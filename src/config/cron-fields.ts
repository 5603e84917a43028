/** Minute, hour, day of the month, month, day of the week (0 and 7 are Sunday): the least and the most of each. */
const FIELDS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;
const PART = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/;

const isField = (text: string, [least, most]: readonly [number, number]): boolean =>
  text.split(',').every((part) => {
    const found = PART.exec(part);
    if (found === null) return false;
    const [, from = String(least), to = from, step = '1'] = found;
    const [low, high] = [Number(from), Number(to)];
    return low >= least && high <= most && low <= high && Number(step) >= 1 && Number(step) <= most;
  });

/** Five fields of cron; names and what daemons add to them are none. */
export const isCron = (text: string): boolean => {
  const fields = text.split(/\s+/);
  return fields.length === FIELDS.length && FIELDS.every((range, n) => isField(fields[n] ?? '', range));
};
