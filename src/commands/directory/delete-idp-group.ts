import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { deleteIdpGroup } from '../../domain/directory/decide';
import { idpGroup } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { expectRevision } from '../deciding/expect-revision';
import { requireDirectory } from './directory-desk';

/** Grants to it reach nobody any more. Needs `directory.manage`. */
export class DeleteIdpGroup extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly idpGroupId: string,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(DeleteIdpGroup)
export class DeleteIdpGroupHandler implements ICommandHandler<DeleteIdpGroup> {
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, idpGroupId: id, ifMatch }: DeleteIdpGroup): Promise<Written> {
    const matter = {
      fold: idpGroup,
      id,
      refusedAs: 'keyledger.idp-group-delete-refused.v1',
      asked: { idpGroupId: id },
    };
    const { position } = await this.deciding.decide(
      context,
      matter,
      async (desk) =>
        (await requireDirectory(desk, context)) ??
        expectRevision(desk.target, ifMatch) ??
        deleteIdpGroup(desk.target.state, id),
    );
    return { id, position };
  }
}
