import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireAllOf } from '../../access/no-way-up';
import { requireEverywhere } from '../../access/require';
import { deleteRole } from '../../domain/accounts/decide';
import { account } from '../../domain/accounts/state';
import { entryOf } from '../../kernel/entry-of';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadCaller } from '../deciding/load-authorized';

/** Assignments to it give nothing any more. Needs `accounts.manage` and every permission of the role, for all organizations. */
export class DeleteRole extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly roleId: string,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(DeleteRole)
export class DeleteRoleHandler implements ICommandHandler<DeleteRole> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, roleId, ifMatch }: DeleteRole): Promise<CommandResult> {
    const decisionTarget = { fold: account, refusedAs: 'keyledger.role-delete-refused.v1', asked: { roleId } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const rights = await loadCaller(decision, context);
      const role = entryOf(decision.target.state.roles, roleId);
      const refusal = requireEverywhere(rights, 'accounts.manage') ?? requireAllOf(rights, role?.permissions ?? []);
      return refusal ?? (role && expectRevision(role, ifMatch)) ?? deleteRole(decision.target.state, roleId);
    });
    return { id: roleId, position };
  }
}
