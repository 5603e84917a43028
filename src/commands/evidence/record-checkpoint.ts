import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { recordCheckpoint, recordHandover } from '../../domain/evidence/decide';
import { evidence } from '../../domain/evidence/state';
import type { Context } from '../../kernel/context';
import type { KeptCheckpoint } from '../../kernel/evidence-store';
import { Decisions } from '../deciding/decisions';

/** Tells a signed checkpoint in the log itself, at most once an hour; the one by which a key hands over at once, and once. */
export class RecordCheckpoint extends Command<void> {
  constructor(
    readonly context: Context,
    readonly checkpoint: Pick<KeptCheckpoint, 'origin' | 'size' | 'note'>,
    readonly as: { readonly isHandover: boolean } = { isHandover: false },
  ) {
    super();
  }
}

@CommandHandler(RecordCheckpoint)
export class RecordCheckpointHandler implements ICommandHandler<RecordCheckpoint> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, checkpoint: { origin, size, note }, as }: RecordCheckpoint): Promise<void> {
    await this.deciding.decide(context, { fold: evidence }, ({ target, now }) =>
      (as.isHandover ? recordHandover : recordCheckpoint)(target.state, { origin, size, checkpoint: note }, now),
    );
  }
}
