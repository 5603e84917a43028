import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { removeMember } from '../../domain/directory/decide';
import { idpGroup } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';

/** Takes somebody who is not in the directory any more out of a group; a group that is gone has nobody in it. */
export class TakeOutOfGroup extends Command<void> {
  constructor(
    readonly context: Context,
    readonly idpGroupId: string,
    readonly idpUserId: string,
  ) {
    super();
  }
}

@CommandHandler(TakeOutOfGroup)
export class TakeOutOfGroupHandler implements ICommandHandler<TakeOutOfGroup> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, idpGroupId: id, idpUserId }: TakeOutOfGroup): Promise<void> {
    await this.deciding.decide(context, { fold: idpGroup, id }, ({ target }) =>
      target.state.status === 'active' ? removeMember(target.state, id, idpUserId) : [],
    );
  }
}
