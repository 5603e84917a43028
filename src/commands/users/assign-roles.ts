import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { judgeAssignments, requireRoleGiver } from '../../access/judge-assignments';
import { notFound } from '../../access/require';
import { account } from '../../domain/accounts/state';
import { assignRoles } from '../../domain/users/decide';
import type { RoleAssignment } from '../../domain/users/events';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadCaller } from '../deciding/load-authorized';
import { userTag } from './user-tag';

/**
 * Replaces a user's assignments, as far as the caller may give and take them: `accounts.manage` and every permission of the
 * role where it is assigned. The others stay untouched.
 */
export class AssignRoles extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly userId: string,
    readonly roles: readonly RoleAssignment[],
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(AssignRoles)
export class AssignRolesHandler implements ICommandHandler<AssignRoles> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, userId, roles, ifMatch }: AssignRoles): Promise<CommandResult> {
    const decisionTarget = {
      fold: user,
      id: userId,
      refusedAs: 'keyledger.user-roles-assign-refused.v1',
      asked: { userId },
    };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const { view, target } = decision;
      const rights = requireRoleGiver(await loadCaller(decision, context));
      if (isRefusal(rights)) return rights;
      const { state } = target;
      if (state.status === 'none') return notFound('user');
      const { state: whole } = await view.load(account);
      const stale = expectRevision(userTag(target, whole, userId), ifMatch);
      if (stale !== undefined) return stale;
      const assignments = await judgeAssignments(view, rights, state.roles, roles);
      return isRefusal(assignments) ? assignments : assignRoles(state, userId, assignments);
    });
    return { id: userId, position };
  }
}
