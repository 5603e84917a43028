import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { tellExpiry } from '../../domain/support-access/decide';
import { supportAccess } from '../../domain/support-access/state';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** Warns that support access of an organization will end, or says that it has. Nothing when its end was moved meanwhile. */
export class TellSupportAccessExpiry extends Command<void> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
    readonly dueAt: string,
  ) {
    super();
  }
}

@CommandHandler(TellSupportAccessExpiry)
export class TellSupportAccessExpiryHandler implements ICommandHandler<TellSupportAccessExpiry> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, organizationId, dueAt }: TellSupportAccessExpiry): Promise<void> {
    await this.deciding.decide(context, { fold: supportAccess }, ({ target, now }) =>
      tellExpiry(target.state, organizationId, dueAt, now),
    );
  }
}
