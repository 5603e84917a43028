import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireHolder } from '../../access/scim-connection';
import { renameIdpGroup } from '../../domain/directory/decide';
import { callIdpGroup } from '../../domain/directory/hold';
import { changeMembers, membersMoving, type MembersChange } from '../../domain/directory/members';
import { idpGroup } from '../../domain/directory/state';
import type { CommandResult } from '../../kernel/command-result';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { requireDirectory } from './load-directory';
import { requireOwnMembers } from './own-members';

export interface GroupChange {
  readonly name?: string;
  /** `null` takes it away. */
  readonly externalId?: string | null;
  readonly members?: MembersChange;
}

/** Changes a group that is the SCIM connection's own: name and members at once, or nothing of it. */
export class ProvisionIdpGroup extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly idpGroupId: string,
    readonly change: GroupChange,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

const NOBODY: MembersChange = { add: [], remove: [] };

@CommandHandler(ProvisionIdpGroup)
export class ProvisionIdpGroupHandler implements ICommandHandler<ProvisionIdpGroup> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, idpGroupId: id, change, ifMatch }: ProvisionIdpGroup): Promise<CommandResult> {
    const { name, externalId, members = NOBODY } = change;
    const refusedAs = 'keyledger.idp-group-provision-refused.v1';
    const decisionTarget = { fold: idpGroup, id, refusedAs, asked: { idpGroupId: id } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const { view, target } = decision;
      const { state } = target;
      const refusal =
        (await requireDirectory(decision, context)) ??
        (await requireHolder(view, context, state, 'IDP group')) ??
        expectRevision(target, ifMatch) ??
        (await requireOwnMembers(view, context, membersMoving(state, members).coming));
      if (refusal !== undefined) return refusal;
      const renamed = renameIdpGroup(state, id, name ?? state.name);
      const moved = changeMembers(state, id, members);
      if (isRefusal(renamed) || isRefusal(moved)) return isRefusal(renamed) ? renamed : moved;
      return [...renamed, ...callIdpGroup(state, id, externalId), ...moved];
    });
    return { id, position };
  }
}
