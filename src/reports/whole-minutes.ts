/** From one time to a later one, in whole minutes. */
export const wholeMinutes = (from: string, to: string): number =>
  Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 60_000));

/** In whole days. */
export const wholeDays = (from: string, to: string): number => Math.floor(wholeMinutes(from, to) / (24 * 60));
