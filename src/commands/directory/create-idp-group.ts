import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { createIdpGroup } from '../../domain/directory/decide';
import { idpGroup } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { requireDirectory } from './load-directory';

/** Needs `directory.manage`. */
export class CreateIdpGroup extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly name: string,
  ) {
    super();
  }
}

@CommandHandler(CreateIdpGroup)
export class CreateIdpGroupHandler implements ICommandHandler<CreateIdpGroup> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, name }: CreateIdpGroup): Promise<CommandResult> {
    const id = context.ids.next();
    const decisionTarget = { fold: idpGroup, id, refusedAs: 'keyledger.idp-group-create-refused.v1', asked: { name } };
    const { position } = await this.deciding.decide(
      context,
      decisionTarget,
      async (decision) =>
        (await requireDirectory(decision, context)) ?? createIdpGroup(decision.target.state, id, name),
    );
    return { id, position };
  }
}
