import { BadConfiguration } from './bad-configuration';
import { shown, valueOf, type Environment } from './environment';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** What is logged: this and all that is graver. */
export type LogLevel = (typeof LOG_LEVELS)[number];

export const logLevel = (env: Environment): LogLevel => {
  const value = valueOf(env, 'KEYLEDGER_LOG_LEVEL') ?? 'info';
  const level = LOG_LEVELS.find((known) => known === value);
  if (level !== undefined) return level;
  throw new BadConfiguration(
    `KEYLEDGER_LOG_LEVEL is ${shown(value)}; set it to one of ${LOG_LEVELS.join(', ')}, or unset it for info.`,
  );
};
