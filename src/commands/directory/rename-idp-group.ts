import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { renameIdpGroup } from '../../domain/directory/decide';
import { idpGroup } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { expectRevision } from '../deciding/expect-revision';
import { requireDirectory } from './directory-desk';

/** Needs `directory.manage`. */
export class RenameIdpGroup extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly idpGroupId: string,
    /** Absent: it keeps its name. */
    readonly name: string | undefined,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(RenameIdpGroup)
export class RenameIdpGroupHandler implements ICommandHandler<RenameIdpGroup> {
  constructor(@Inject(Deciding) private readonly deciding: Deciding) {}

  async execute({ context, idpGroupId: id, name, ifMatch }: RenameIdpGroup): Promise<Written> {
    const matter = {
      fold: idpGroup,
      id,
      refusedAs: 'keyledger.idp-group-rename-refused.v1',
      asked: { idpGroupId: id },
    };
    const { position } = await this.deciding.decide(
      context,
      matter,
      async (desk) =>
        (await requireDirectory(desk, context)) ??
        expectRevision(desk.target, ifMatch) ??
        renameIdpGroup(desk.target.state, id, name ?? desk.target.state.name),
    );
    return { id, position };
  }
}
