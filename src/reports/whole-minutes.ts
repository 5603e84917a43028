/** From one time to a later one, in whole minutes; 0 where one of them is no time, as what was altered may be. */
export const wholeMinutes = (from: string, to: string): number => {
  const minutes = Math.floor((Date.parse(to) - Date.parse(from)) / 60_000);
  return minutes > 0 ? minutes : 0;
};

/** In whole days. */
export const wholeDays = (from: string, to: string): number => Math.floor(wholeMinutes(from, to) / (24 * 60));
