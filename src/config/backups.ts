import { BadConfiguration } from './bad-configuration';
import type { BackupSchedule, StoresConfig } from './config';
import { isAllEmbedded } from './stores';
import type { Variables } from './variables';

/** Absent: none is made by itself. */
export const backupSchedule = (
  { KEYLEDGER_BACKUP_CRON: cron, KEYLEDGER_BACKUP_KEEP: keep }: Variables,
  stores: StoresConfig,
): BackupSchedule | undefined => {
  if (cron === undefined) return undefined;
  if (!isAllEmbedded(stores)) {
    throw new BadConfiguration(
      'KEYLEDGER_BACKUP_CRON is set, but not all stores are embedded: those are backed up with the tools of their engines; unset it.',
    );
  }
  return { cron, keep };
};
