import { BadConfiguration } from './bad-configuration';
import { shown, valueOf, wholeNumberIn, type Environment } from './environment';
import { isAllEmbedded } from './stores';
import type { BackupSchedule, StoresConfig } from './config';

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

const isCron = (text: string): boolean => {
  const fields = text.split(/\s+/);
  return fields.length === FIELDS.length && FIELDS.every((range, n) => isField(fields[n] ?? '', range));
};

/** Absent: none is made by itself. */
export const backupSchedule = (env: Environment, stores: StoresConfig): BackupSchedule | undefined => {
  const keep = wholeNumberIn(env, 'KEYLEDGER_BACKUP_KEEP', { least: 1, most: 1000, otherwise: 7 });
  const cron = valueOf(env, 'KEYLEDGER_BACKUP_CRON');
  if (cron === undefined) return undefined;
  if (!isCron(cron)) {
    throw new BadConfiguration(
      `KEYLEDGER_BACKUP_CRON is ${shown(cron)}; give five fields of cron in UTC, such as "15 3 * * *" for every day at 03:15, or unset it.`,
    );
  }
  if (!isAllEmbedded(stores)) {
    throw new BadConfiguration(
      'KEYLEDGER_BACKUP_CRON is set, but not all stores are embedded: those are backed up with the tools of their engines; unset it.',
    );
  }
  return { cron, keep };
};
