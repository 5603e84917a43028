import type { Context } from '../../kernel/context';
import type { Backups } from '../../kernel/operations';
import type { FactRecorder } from '../deciding/fact-recorder';

interface Parts {
  readonly recording: FactRecorder;
  readonly backups: Backups;
}

/**
 * Makes a backup that was requested, and has it stand in the log how that ended. Throws what the copying throws, and what
 * telling of a copy throws: that one stands, and is not told as failed.
 */
export const copyAndTell = async (
  { recording, backups }: Parts,
  context: Context,
  backupId: string,
  now: string,
): Promise<void> => {
  const made = await backups.make(backupId, now).catch(async (error: unknown) => {
    await recording.record(context, 'operations', { type: 'keyledger.backup-failed.v1', data: { backupId } });
    throw error;
  });
  const data = { backupId, upToPosition: made.position, bytes: made.bytes };
  await recording.record(context, 'operations', { type: 'keyledger.backup-made.v1', data });
};

/** A folder's name that sorts by time. */
export const backupIdAt = (context: Context, now: string): string =>
  `${now.replaceAll(/[-:.]/g, '')}-${context.ids.next().slice(-6)}`;
