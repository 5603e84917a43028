import { Inject } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { createIdpGroup } from '../../domain/directory/decide';
import type { IdpGroupEvent } from '../../domain/directory/events';
import { bornHeldGroup } from '../../domain/directory/hold';
import {
  countMoving,
  membersMoving,
  moveMembers,
  movingAtOnce,
  type MembersMoving,
} from '../../domain/directory/members';
import { idpGroup, type IdpGroupState } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import type { CommandResult } from '../../kernel/command-result';
import { Foreground } from '../../kernel/foreground';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { DecisionContext } from '../deciding/decision-context';
import { Decisions } from '../deciding/decisions';
import { comingAtOnce } from './coming-at-once';
import { requireDirectory } from './load-directory';
import { requireOwnMembers } from './own-members';
import { ProvisionIdpGroup } from './provision-idp-group';

/** What a SCIM connection says of a group that it makes: what it calls it for itself, and who is in it from the start. */
interface ProvisionedGroup {
  readonly externalId?: string;
  readonly members?: readonly string[];
}

/** Needs `directory.manage`. What a SCIM connection makes is its own; members beyond what one append holds follow. */
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
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Foreground) private readonly foreground: Foreground,
  ) {}

  async execute({ context, name, provisioned }: CreateIdpGroup): Promise<CommandResult> {
    const id = context.ids.next();
    const members = { add: provisioned?.members ?? [], remove: [] };
    const all = membersMoving(idpGroup.initial, members);
    const moving = movingAtOnce(all, comingAtOnce(this.foreground));
    const decisionTarget = { fold: idpGroup, id, refusedAs: 'keyledger.idp-group-create-refused.v1', asked: { name } };
    const { position } = await this.deciding.decide(
      context,
      decisionTarget,
      async (decision) =>
        (await requireDirectory(decision, context)) ??
        (await this.made(decision, context, createIdpGroup(decision.target.state, id, name), {
          id,
          moving,
          ...provisioned,
        })),
    );
    if (countMoving(moving) === countMoving(all)) return { id, position };
    return this.commands.execute(new ProvisionIdpGroup(context, id, { members }));
  }

  private async made(
    { view, target }: DecisionContext<IdpGroupState>,
    context: Context,
    created: readonly IdpGroupEvent[],
    {
      id,
      externalId,
      members = [],
      moving,
    }: ProvisionedGroup & { readonly id: string; readonly moving: MembersMoving },
  ): Promise<readonly IdpGroupEvent[] | Refusal> {
    const { kind, name: connectionId = '' } = context.actor;
    if (kind !== 'scim' || created.length === 0) return created;
    const filled = moveMembers({ ...target.state, status: 'active' }, id, moving);
    const foreign = await requireOwnMembers(view, context, members);
    if (foreign !== undefined || isRefusal(filled)) return foreign ?? filled;
    return [...created, ...bornHeldGroup(id, connectionId, externalId), ...filled];
  }
}
