import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { findAhead, type FindAhead } from '../../domain/damage/ahead';
import { damage } from '../../domain/damage/state';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** Tells for good that a stream's last fact lies in the future; nothing when that is known. Answers whether it was news. */
export class RecordAhead extends Command<boolean> {
  constructor(
    readonly context: Context,
    readonly found: FindAhead,
  ) {
    super();
  }
}

@CommandHandler(RecordAhead)
export class RecordAheadHandler implements ICommandHandler<RecordAhead> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, found }: RecordAhead): Promise<boolean> {
    const { events } = await this.deciding.decide(context, { fold: damage }, ({ target, now }) =>
      findAhead(target.state, found, now),
    );
    return events.length > 0;
  }
}
