import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { finishUpgrade } from '../../domain/organizations/decide';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import { Deciding } from '../deciding/deciding';

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
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, organizationId: id, broken }: FinishUpgrade): Promise<void> {
    await this.deciding.decide(context, { fold: organization, id }, ({ target }) =>
      finishUpgrade(target.state, id, broken),
    );
  }
}
