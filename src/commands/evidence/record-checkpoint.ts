import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { recordCheckpoint } from '../../domain/evidence/decide';
import { evidence } from '../../domain/evidence/state';
import type { Context } from '../../kernel/context';
import type { KeptCheckpoint } from '../../kernel/evidence-store';
import { Decisions } from '../deciding/decisions';

/** Tells a signed checkpoint in the log itself, at most once an hour. */
export class RecordCheckpoint extends Command<void> {
  constructor(
    readonly context: Context,
    readonly checkpoint: Pick<KeptCheckpoint, 'origin' | 'size' | 'note'>,
  ) {
    super();
  }
}

@CommandHandler(RecordCheckpoint)
export class RecordCheckpointHandler implements ICommandHandler<RecordCheckpoint> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, checkpoint: { origin, size, note } }: RecordCheckpoint): Promise<void> {
    await this.deciding.decide(context, { fold: evidence }, ({ target, now }) =>
      recordCheckpoint(target.state, { origin, size, checkpoint: note }, now),
    );
  }
}
