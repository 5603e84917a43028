import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { BackupsPruned } from '../../domain/operations/events';
import { prunable } from '../../domain/operations/prunable';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { Backups } from '../../kernel/operations';
import { timestamp } from '../../kernel/time';
import { FactRecorder } from '../deciding/fact-recorder';
import { backupIdAt, copyAndTell } from './copy-and-tell';

/**
 * Makes a backup and, once it stands, removes those beyond the newest `keep`. The server's own schedule sends it and nobody
 * else: it asks for no permission, as whoever sets the server's environment may copy its files anyway.
 */
export class BackUpOnSchedule extends Command<void> {
  constructor(
    readonly context: Context,
    readonly keep: number,
  ) {
    super();
  }
}

@CommandHandler(BackUpOnSchedule)
export class BackUpOnScheduleHandler implements ICommandHandler<BackUpOnSchedule> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Backups) private readonly backups: Backups,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async execute({ context, keep }: BackUpOnSchedule): Promise<void> {
    const { recording, backups } = this;
    const now = timestamp(this.clock.now());
    const backupId = backupIdAt(context, now);
    await recording.record(context, 'operations', { type: 'keyledger.backup-requested.v1', data: { backupId } });
    // Where this fails nothing is removed: the older ones may be the last that are good.
    await copyAndTell({ recording, backups }, context, backupId, now);
    const removed = prunable(await backups.list(), { keep }, now);
    if (removed.length === 0) return;
    const event: BackupsPruned = { type: 'keyledger.backups-pruned.v1', data: { backupIds: removed } };
    // The fact first, as nothing else could tell what was removed.
    await recording.record(context, 'operations', event);
    for (const id of removed) await backups.remove(id);
  }
}
