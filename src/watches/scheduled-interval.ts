import type { SchedulerRegistry } from '@nestjs/schedule';

/**
 * Has something done at intervals, under a name that Nest's registry of scheduled work lists beside those of policies and
 * backups. Keeps no process alive. What it answers ends it; Nest itself ends it when the application closes before.
 */
export const scheduledInterval = (
  scheduler: SchedulerRegistry,
  name: string,
  everyMs: number,
  run: () => void,
): (() => void) => {
  scheduler.addInterval(name, setInterval(run, everyMs).unref());
  return () => {
    if (scheduler.doesExist('interval', name)) scheduler.deleteInterval(name);
  };
};
