import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { stopEvidence } from '../../domain/evidence/decide';
import { evidence } from '../../domain/evidence/state';
import type { Context } from '../../kernel/context';
import type { PartedHistory } from '../../kernel/evidence';
import { Decisions } from '../deciding/decisions';

/** Ends the signing of checkpoints: the log is not the one that was signed. Answers whether it was news. */
export class StopEvidence extends Command<boolean> {
  constructor(
    readonly context: Context,
    readonly found: PartedHistory,
  ) {
    super();
  }
}

@CommandHandler(StopEvidence)
export class StopEvidenceHandler implements ICommandHandler<StopEvidence> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, found }: StopEvidence): Promise<boolean> {
    const { events } = await this.deciding.decide(context, { fold: evidence }, ({ target, now }) =>
      stopEvidence(target.state, found, now),
    );
    return events.length > 0;
  }
}
