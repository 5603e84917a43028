import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireOwner } from '../../access/require';
import type { BackupRequested } from '../../domain/operations/events';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { Backups } from '../../kernel/operations';
import { timestamp } from '../../kernel/time';
import type { CommandResult } from '../../kernel/command-result';
import { FactRecorder } from '../deciding/fact-recorder';
import { loadCaller } from '../deciding/load-authorized';
import { backupIdAt, copyAndTell } from './copy-and-tell';

/** Has everything but the root key copied; answers when that has begun. Owners only. */
export class MakeBackup extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    /** Told what went wrong after the answer. */
    readonly onError: (error: unknown) => void,
  ) {
    super();
  }
}

@CommandHandler(MakeBackup)
export class MakeBackupHandler implements ICommandHandler<MakeBackup> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Backups) private readonly backups: Backups,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async execute({ context, onError }: MakeBackup): Promise<CommandResult> {
    await this.recording.judge(context, 'keyledger.backup-make-refused.v1', async (authorization) => {
      authorization.about('account');
      return requireOwner(await loadCaller(authorization, context)) ?? true;
    });
    const now = timestamp(this.clock.now());
    const { recording, backups } = this;
    const backupId = backupIdAt(context, now);
    const requested: BackupRequested = { type: 'keyledger.backup-requested.v1', data: { backupId } };
    const { position } = await recording.record(context, 'operations', requested);
    copyAndTell({ recording, backups }, context, backupId, now).catch(onError);
    return { id: backupId, position };
  }
}
