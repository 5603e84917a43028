import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireOwner } from '../../access/require';
import type { OperationEvent } from '../../domain/operations/events';
import type { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import type { Backups } from '../../kernel/operations';
import { PORTS } from '../../kernel/ports';
import { timestamp } from '../../kernel/time';
import type { CommandResult } from '../../kernel/command-result';
import { FactRecorder } from '../deciding/fact-recorder';
import { loadCaller } from '../deciding/load-authorized';

/** Has everything but the root key copied; answers when that has begun. Owners only. */
export class MakeBackup extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    /** Told what went wrong after the answer. */
    readonly onTrouble: (error: unknown) => void,
  ) {
    super();
  }
}

@CommandHandler(MakeBackup)
export class MakeBackupHandler implements ICommandHandler<MakeBackup> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(PORTS.backups) private readonly backups: Backups,
    @Inject(PORTS.clock) private readonly clock: Clock,
  ) {}

  async execute({ context, onTrouble }: MakeBackup): Promise<CommandResult> {
    await this.recording.judge(context, 'keyledger.backup-make-refused.v1', async (authorization) => {
      authorization.about('account');
      return requireOwner(await loadCaller(authorization, context)) ?? true;
    });
    const now = timestamp(this.clock.now());
    const backupId = `${now.replaceAll(/[-:.]/g, '')}-${context.ids.next().slice(-6)}`;
    const { position } = await this.tell(context, { type: 'keyledger.backup-requested.v1', data: { backupId } });
    this.copy(context, backupId, now).catch(onTrouble);
    return { id: backupId, position };
  }

  private async copy(context: Context, backupId: string, now: string): Promise<void> {
    try {
      const { position, bytes } = await this.backups.make(backupId, now);
      const data = { backupId, upToPosition: position, bytes };
      await this.tell(context, { type: 'keyledger.backup-made.v1', data });
    } catch (error) {
      await this.tell(context, { type: 'keyledger.backup-failed.v1', data: { backupId } });
      throw error;
    }
  }

  private tell(context: Context, event: OperationEvent) {
    return this.recording.record(context, 'operations', event);
  }
}
