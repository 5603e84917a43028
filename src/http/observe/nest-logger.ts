import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's own words, in our log: what goes wrong is told, how the modules were put together is not. */
export const nestLogger = (log: Logger): LoggerService => ({
  log: () => undefined,
  debug: () => undefined,
  verbose: () => undefined,
  warn: (message: unknown) => log.warn({ from: 'nest' }, String(message)),
  error: (message: unknown) => log.error({ from: 'nest' }, message instanceof Error ? message.name : String(message)),
  fatal: (message: unknown) => log.fatal({ from: 'nest' }, String(message)),
});
