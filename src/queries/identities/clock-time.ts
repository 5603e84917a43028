/** `10:02` of the same day, the date before it otherwise; UTC. */
export const clockTime = (time: string, now: string): string =>
  time.slice(0, 10) === now.slice(0, 10) ? time.slice(11, 16) : `${time.slice(0, 10)} ${time.slice(11, 16)}`;
