import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { createIdpGroup } from '../../domain/directory/decide';
import type { IdpGroupEvent } from '../../domain/directory/events';
import { bornHeldGroup } from '../../domain/directory/hold';
import { changeMembers } from '../../domain/directory/members';
import { idpGroup, type IdpGroupState } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import type { CommandResult } from '../../kernel/command-result';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { DecisionContext } from '../deciding/decision-context';
import { Decisions } from '../deciding/decisions';
import { requireDirectory } from './load-directory';
import { requireOwnMembers } from './own-members';

/** What a SCIM connection says of a group that it makes: what it calls it for itself, and who is in it from the start. */
interface ProvisionedGroup {
  readonly externalId?: string;
  readonly members?: readonly string[];
}

/** Needs `directory.manage`. What a SCIM connection makes is its own. */
export class CreateIdpGroup extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly name: string,
    readonly provisioned?: ProvisionedGroup,
  ) {
    super();
  }
}

@CommandHandler(CreateIdpGroup)
export class CreateIdpGroupHandler implements ICommandHandler<CreateIdpGroup> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, name, provisioned }: CreateIdpGroup): Promise<CommandResult> {
    const id = context.ids.next();
    const decisionTarget = { fold: idpGroup, id, refusedAs: 'keyledger.idp-group-create-refused.v1', asked: { name } };
    const { position } = await this.deciding.decide(
      context,
      decisionTarget,
      async (decision) =>
        (await requireDirectory(decision, context)) ??
        (await this.made(decision, context, createIdpGroup(decision.target.state, id, name), { id, ...provisioned })),
    );
    return { id, position };
  }

  private async made(
    { view, target }: DecisionContext<IdpGroupState>,
    context: Context,
    created: readonly IdpGroupEvent[],
    { id, externalId, members = [] }: ProvisionedGroup & { readonly id: string },
  ): Promise<readonly IdpGroupEvent[] | Refusal> {
    const { kind, name: connectionId = '' } = context.actor;
    if (kind !== 'scim' || created.length === 0) return created;
    const filled = changeMembers({ ...target.state, status: 'active' }, id, { add: members, remove: [] });
    const foreign = await requireOwnMembers(view, context, members);
    if (foreign !== undefined || isRefusal(filled)) return foreign ?? filled;
    return [...created, ...bornHeldGroup(id, connectionId, externalId), ...filled];
  }
}
