import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireHolder } from '../../access/scim-connection';
import { renameIdpGroup } from '../../domain/directory/decide';
import { idpGroup } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { requireDirectory } from './load-directory';

/** Needs `directory.manage`. */
export class RenameIdpGroup extends Command<CommandResult> {
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
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, idpGroupId: id, name, ifMatch }: RenameIdpGroup): Promise<CommandResult> {
    const decisionTarget = {
      fold: idpGroup,
      id,
      refusedAs: 'keyledger.idp-group-rename-refused.v1',
      asked: { idpGroupId: id },
    };
    const { position } = await this.deciding.decide(
      context,
      decisionTarget,
      async (decision) =>
        (await requireDirectory(decision, context)) ??
        (await requireHolder(decision.view, context, decision.target.state, 'IDP group')) ??
        expectRevision(decision.target, ifMatch) ??
        renameIdpGroup(decision.target.state, id, name ?? decision.target.state.name),
    );
    return { id, position };
  }
}
