import type { Logger } from 'pino';

/** Tells of what went wrong and is tried again. */
export const troubleIn = (log: Logger) => (what: string, error: unknown) =>
  log.error({ err: error }, `trouble with ${what}`);
