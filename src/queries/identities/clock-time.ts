/** `10:02 UTC` of the same day, the date before it otherwise. */
export const clockTime = (time: string, now: string): string =>
  `${time.slice(0, 10) === now.slice(0, 10) ? '' : `${time.slice(0, 10)} `}${time.slice(11, 16)} UTC`;
