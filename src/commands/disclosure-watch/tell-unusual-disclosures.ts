import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { findUnusual, USUAL_AN_HOUR } from '../../domain/disclosure-watch/decide';
import type { UnusualDisclosuresFound } from '../../domain/disclosure-watch/events';
import { disclosureWatch } from '../../domain/disclosure-watch/state';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** With so many it is unusual: who counts need not count further. */
export const UNUSUAL = USUAL_AN_HOUR + 1;

/** Tells that one person was shown unusually many values of an organization; once an hour. */
export class TellUnusualDisclosures extends Command<void> {
  constructor(
    readonly context: Context,
    readonly counted: Omit<UnusualDisclosuresFound['data'], 'foundAt'>,
  ) {
    super();
  }
}

@CommandHandler(TellUnusualDisclosures)
export class TellUnusualDisclosuresHandler implements ICommandHandler<TellUnusualDisclosures> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, counted }: TellUnusualDisclosures): Promise<void> {
    const decisionTarget = { fold: disclosureWatch, id: counted.userId };
    await this.deciding.decide(context, decisionTarget, ({ target, now }) => findUnusual(target.state, counted, now));
  }
}
