import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireHolder } from '../../access/scim-connection';
import { deleteIdpGroup } from '../../domain/directory/decide';
import { idpGroup } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { requireDirectory } from './load-directory';
import { requireRolesOfGroup } from './role-groups';

/** Its grants and roles reach nobody any more. Needs `directory.manage`, and of a group with roles what taking them needs. */
export class DeleteIdpGroup extends Command<CommandResult> {
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
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, idpGroupId: id, ifMatch }: DeleteIdpGroup): Promise<CommandResult> {
    const decisionTarget = {
      fold: idpGroup,
      id,
      refusedAs: 'keyledger.idp-group-delete-refused.v1',
      asked: { idpGroupId: id },
    };
    const { position } = await this.deciding.decide(
      context,
      decisionTarget,
      async (decision) =>
        (await requireDirectory(decision, context)) ??
        (await requireRolesOfGroup(decision, context, id)) ??
        (await requireHolder(decision.view, context, decision.target.state, 'IDP group')) ??
        expectRevision(decision.target, ifMatch) ??
        deleteIdpGroup(decision.target.state, id),
    );
    return { id, position };
  }
}
