import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { createIdpGroup } from '../../domain/directory/decide';
import { idpGroup } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { requireDirectory } from './directory-desk';

/** Needs `directory.manage`. */
export class CreateIdpGroup extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly name: string,
  ) {
    super();
  }
}

@CommandHandler(CreateIdpGroup)
export class CreateIdpGroupHandler implements ICommandHandler<CreateIdpGroup> {
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, name }: CreateIdpGroup): Promise<Written> {
    const id = context.ids.next();
    const matter = { fold: idpGroup, id, refusedAs: 'keyledger.idp-group-create-refused.v1', asked: { name } };
    const { position } = await this.deciding.decide(
      context,
      matter,
      async (desk) => (await requireDirectory(desk, context)) ?? createIdpGroup(desk.target.state, id, name),
    );
    return { id, position };
  }
}
