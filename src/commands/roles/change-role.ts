import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireAllOf } from '../../access/no-way-up';
import { requireEverywhere } from '../../access/require';
import { changeRole } from '../../domain/accounts/decide';
import { account } from '../../domain/accounts/state';
import type { Permission } from '../../domain/permissions';
import { entryOf } from '../../kernel/entry-of';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadCaller } from '../deciding/load-authorized';

/** Needs `accounts.manage` and every permission the role has before and after, for all organizations. */
export class ChangeRole extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly roleId: string,
    readonly change: { readonly name?: string; readonly permissions?: readonly Permission[] },
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(ChangeRole)
export class ChangeRoleHandler implements ICommandHandler<ChangeRole> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, roleId, change, ifMatch }: ChangeRole): Promise<CommandResult> {
    const decisionTarget = { fold: account, refusedAs: 'keyledger.role-change-refused.v1', asked: { roleId } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const rights = await loadCaller(decision, context);
      const before = entryOf(decision.target.state.roles, roleId);
      const refusal =
        requireEverywhere(rights, 'accounts.manage') ??
        requireAllOf(rights, [...(before?.permissions ?? []), ...(change.permissions ?? [])]);
      return (
        refusal ?? (before && expectRevision(before, ifMatch)) ?? changeRole(decision.target.state, roleId, change)
      );
    });
    return { id: roleId, position };
  }
}
