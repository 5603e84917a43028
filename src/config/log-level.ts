export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** What is logged: this and all that is graver. */
export type LogLevel = (typeof LOG_LEVELS)[number];
