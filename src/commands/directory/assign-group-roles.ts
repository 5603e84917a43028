import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CallerPermissions } from '../../access/caller-permissions';
import { deletedGroupsWithRoles } from '../../access/group-roles';
import { judgeAssignments, requireRoleGiver } from '../../access/judge-assignments';
import { assertNotLost } from '../../access/not-lost';
import { notFound, requireOwnerInPerson } from '../../access/require';
import { scimConnectionOf } from '../../access/scim-connection';
import { assignGroupRoles } from '../../domain/accounts/group-roles';
import { account, type AccountState } from '../../domain/accounts/state';
import { idpGroup, type IdpGroupState } from '../../domain/directory/state';
import { assignmentsBeside } from '../../domain/users/decide';
import type { RoleAssignment } from '../../domain/users/events';
import type { Context } from '../../kernel/context';
import { entryOf } from '../../kernel/entry-of';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { View } from '../../kernel/stream-reader';
import type { CommandResult } from '../../kernel/command-result';
import type { DecisionContext } from '../deciding/decision-context';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadCaller } from '../deciding/load-authorized';

/**
 * Replaces the assignments of an IDP group, which everybody has who is in it, as far as the caller may give and take them:
 * `accounts.manage` and every permission of the role where it is assigned. The others stay untouched. Where a SCIM connection
 * fills the group, only an owner gives them, in person: by that the owner says that it may.
 */
export class AssignGroupRoles extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly idpGroupId: string,
    readonly roles: readonly RoleAssignment[],
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(AssignGroupRoles)
export class AssignGroupRolesHandler implements ICommandHandler<AssignGroupRoles> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, idpGroupId: id, roles, ifMatch }: AssignGroupRoles): Promise<CommandResult> {
    const refusedAs = 'keyledger.idp-group-roles-assign-refused.v1';
    const decisionTarget = { fold: account, refusedAs, asked: { idpGroupId: id } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const rights = requireRoleGiver(await loadCaller(decision, context));
      if (isRefusal(rights)) return rights;
      const { state: group } = await decision.view.load(idpGroup, id);
      if (group.status !== 'active') {
        if (group.status === 'none') await assertNotLost(decision.view, 'idpGroup', id);
        return notFound('IDP group');
      }
      const present = entryOf(decision.target.state.groupRoles, id);
      const stale = expectRevision({ revision: present?.revision ?? 0 }, ifMatch);
      if (stale !== undefined) return stale;
      return this.assigned(decision, rights, { id, group, present: present?.roles ?? [], asked: roles });
    });
    return { id, position };
  }

  private async assigned(
    { view, target }: DecisionContext<AccountState>,
    rights: CallerPermissions,
    {
      id,
      group,
      present,
      asked,
    }: {
      readonly id: string;
      readonly group: IdpGroupState;
      readonly present: readonly RoleAssignment[];
      readonly asked: readonly RoleAssignment[];
    },
  ) {
    const assignments = await judgeAssignments(view, rights, present, asked);
    if (isRefusal(assignments)) return assignments;
    const isGiven = assignmentsBeside(assignments, present).length > 0;
    const refusal = isGiven ? await this.requireFiller(view, rights, group) : undefined;
    return refusal ?? assignGroupRoles(target.state, id, assignments, await deletedGroupsWithRoles(view));
  }

  /** Whoever has the connection's token could give the roles to anybody. */
  private async requireFiller(
    view: View,
    rights: CallerPermissions,
    { connectionId }: IdpGroupState,
  ): Promise<Refusal | undefined> {
    const holder = connectionId === undefined ? undefined : await scimConnectionOf(view, connectionId);
    return holder === undefined
      ? undefined
      : requireOwnerInPerson(rights, 'give roles to a group that a SCIM connection fills');
  }
}
