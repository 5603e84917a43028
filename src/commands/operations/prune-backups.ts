import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireOwner } from '../../access/require';
import type { BackupsPruned } from '../../domain/operations/events';
import { prunable, type Pruning } from '../../domain/operations/prunable';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { Backups } from '../../kernel/operations';
import type { Position } from '../../kernel/position';
import { timestamp } from '../../kernel/time';
import { loadCaller } from '../deciding/load-authorized';
import { FactRecorder } from '../deciding/fact-recorder';

export interface Pruned {
  readonly removed: readonly string[];
  /** Where the log stood: after the fact, if there was anything to remove. */
  readonly position: Position;
}

/** Removes old backups, which hold what was deleted since. Owners only; the newest stays, whatever is asked. */
export class PruneBackups extends Command<Pruned> {
  constructor(
    readonly context: Context,
    readonly pruning: Pruning,
  ) {
    super();
  }
}

@CommandHandler(PruneBackups)
export class PruneBackupsHandler implements ICommandHandler<PruneBackups> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Backups) private readonly backups: Backups,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async execute({ context, pruning }: PruneBackups): Promise<Pruned> {
    const at = await this.recording.judge(context, 'keyledger.backup-prune-refused.v1', async (authorization) => {
      authorization.about('account');
      return requireOwner(await loadCaller(authorization, context)) ?? authorization.view.at;
    });
    const removed = prunable(await this.backups.list(), pruning, timestamp(this.clock.now()));
    if (removed.length === 0) return { removed, position: at };
    const event: BackupsPruned = { type: 'keyledger.backups-pruned.v1', data: { backupIds: removed } };
    // The fact first: what was removed can be told by nothing else. Whoever stops in between removes the rest the next time.
    const { position } = await this.recording.record(context, 'operations', event);
    for (const id of removed) await this.backups.remove(id);
    return { removed, position };
  }
}
