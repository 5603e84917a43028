import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { findDamage, type Find } from '../../domain/damage/decide';
import { damage } from '../../domain/damage/state';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** Tells for good that a stream can't be read; nothing when that is known. Answers whether it was news. */
export class RecordDamage extends Command<boolean> {
  constructor(
    readonly context: Context,
    readonly found: Find,
  ) {
    super();
  }
}

@CommandHandler(RecordDamage)
export class RecordDamageHandler implements ICommandHandler<RecordDamage> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, found }: RecordDamage): Promise<boolean> {
    const { events } = await this.deciding.decide(context, { fold: damage }, ({ target, now }) =>
      findDamage(target.state, found, now),
    );
    return events.length > 0;
  }
}
