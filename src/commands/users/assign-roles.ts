import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { mayAssign } from '../../access/no-way-up';
import { deniedAnywhere, notFound } from '../../access/require';
import { refuseSupport } from '../../access/support';
import { organizationsWith, seesOrganization } from '../../access/permissions';
import { account } from '../../domain/accounts/state';
import { assignmentsBeside, assignRoles } from '../../domain/users/decide';
import type { RoleAssignment } from '../../domain/users/events';
import { organization } from '../../domain/organizations/state';
import { user } from '../../domain/users/state';
import type { CallerPermissions } from '../../access/caller-permissions';
import { entryOf } from '../../kernel/entry-of';
import type { Context } from '../../kernel/context';
import { refuse, type Refusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { View } from '../../kernel/stream-reader';
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

const sees = (standing: CallerPermissions, organizationId: string | undefined): boolean =>
  organizationId === undefined || seesOrganization(standing, organizationId);

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
      const standing = await loadCaller(decision, context);
      if (standing === undefined || organizationsWith(standing, 'accounts.manage').length === 0) {
        return deniedAnywhere(standing, 'accounts.manage');
      }
      const asSupport = refuseSupport(standing, 'gives roles');
      if (asSupport !== undefined) {
        return asSupport;
      }
      const { state } = decision.target;
      if (state.status === 'none') {
        return notFound('user');
      }
      const { state: whole } = await decision.view.load(account);
      const stale = expectRevision(userTag(decision.target, whole, userId), ifMatch);
      if (stale !== undefined) {
        return stale;
      }
      const wanted = roles.filter((role, i) => assignmentsBeside([role], roles.slice(0, i)).length > 0);
      const gone = wanted.some(({ roleId }) => entryOf(standing.roles, roleId) === undefined);
      // One that is hidden from the caller answers as if it were not there, though the user has it.
      const seen = state.roles.filter(({ organizationId }) => sees(standing, organizationId));
      const refusal = gone
        ? notFound('role')
        : await this.refusalOf(decision.view, standing, assignmentsBeside(wanted, seen));
      if (refusal !== undefined) {
        return refusal;
      }
      const kept = assignmentsBeside(state.roles, wanted).filter((role) => !mayAssign(standing, role));
      return assignRoles(state, userId, [...kept, ...wanted]);
    });
    return { id: userId, position };
  }

  /** Of the assignments that are new: each must name what exists, and be the caller's to give. */
  private async refusalOf(
    view: View,
    standing: CallerPermissions,
    given: readonly RoleAssignment[],
  ): Promise<Refusal | undefined> {
    for (const assignment of given) {
      const { roleId, organizationId } = assignment;
      if (entryOf(standing.roles, roleId) === undefined) {
        return notFound('role');
      }
      if (organizationId !== undefined && !(await this.exists(view, standing, organizationId))) {
        return notFound('organization');
      }
      if (!mayAssign(standing, assignment)) {
        return refuse(
          'PERMISSION_DENIED',
          'You may not give this role there: it takes accounts.manage and every permission of the role.',
          {
            permission: 'accounts.manage',
          },
        );
      }
    }
    return undefined;
  }

  /** One where the caller has no role answers like one that does not exist. */
  private async exists(view: View, standing: CallerPermissions, organizationId: string): Promise<boolean> {
    const { state } = await view.load(organization, organizationId);
    return state.status === 'active' && seesOrganization(standing, organizationId);
  }
}
