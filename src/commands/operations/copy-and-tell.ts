import type { Context } from '../../kernel/context';
import type { Backups } from '../../kernel/operations';
import type { FactRecorder } from '../deciding/fact-recorder';

interface Parts {
  readonly recording: FactRecorder;
  readonly backups: Backups;
}

/** Makes a backup that was requested, and has it stand in the log how that ended. Throws what the copying throws. */
export const copyAndTell = async (
  { recording, backups }: Parts,
  context: Context,
  backupId: string,
  now: string,
): Promise<void> => {
  try {
    const { position, bytes } = await backups.make(backupId, now);
    const data = { backupId, upToPosition: position, bytes };
    await recording.record(context, 'operations', { type: 'keyledger.backup-made.v1', data });
  } catch (error) {
    await recording.record(context, 'operations', { type: 'keyledger.backup-failed.v1', data: { backupId } });
    throw error;
  }
};

/** A folder's name that sorts by time. */
export const backupIdAt = (context: Context, now: string): string =>
  `${now.replaceAll(/[-:.]/g, '')}-${context.ids.next().slice(-6)}`;
