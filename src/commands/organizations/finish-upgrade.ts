import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { finishUpgrade } from '../../domain/organizations/decide';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** Says that an upgrade is over, and how many values it could not open. */
export class FinishUpgrade extends Command<void> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
    readonly broken: number,
  ) {
    super();
  }
}

@CommandHandler(FinishUpgrade)
export class FinishUpgradeHandler implements ICommandHandler<FinishUpgrade> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, organizationId: id, broken }: FinishUpgrade): Promise<void> {
    await this.deciding.decide(context, { fold: organization, id }, ({ target }) =>
      finishUpgrade(target.state, id, broken),
    );
  }
}
