import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuseOwnRecord } from '../../access/own-record';
import { notFound } from '../../access/require';
import { requireHolder } from '../../access/scim-connection';
import { addMember, removeMember } from '../../domain/directory/decide';
import { idpGroup, idpUser } from '../../domain/directory/state';
import type { Context } from '../../kernel/context';
import type { Refusal } from '../../kernel/refusal';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import type { DecisionContext } from '../deciding/decision-context';
import { loadCaller } from '../deciding/load-authorized';
import { requireDirectory } from './load-directory';
import { requireRolesOfGroup } from './role-groups';

/** Puts an IDP user into a group or takes one out. Needs `directory.manage`, and of a group with roles what giving them needs; only
 * owners add themselves. */
export class SetGroupMember extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly idpGroupId: string,
    readonly idpUserId: string,
    readonly member: boolean,
  ) {
    super();
  }
}

@CommandHandler(SetGroupMember)
export class SetGroupMemberHandler implements ICommandHandler<SetGroupMember> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, idpGroupId: id, idpUserId, member }: SetGroupMember): Promise<CommandResult> {
    const refusedAs = `keyledger.idp-group-member-${member ? 'add' : 'remove'}-refused.v1`;
    const decisionTarget = { fold: idpGroup, id, refusedAs, asked: { idpGroupId: id, idpUserId } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const refusal =
        (await requireDirectory(decision, context)) ??
        (await requireHolder(decision.view, context, decision.target.state, 'IDP group'));
      if (refusal !== undefined) {
        return refusal;
      }
      const denied =
        (member ? await this.mayAdd(decision, context, idpUserId) : undefined) ??
        (await requireRolesOfGroup(decision, context, id));
      return denied ?? (member ? addMember : removeMember)(decision.target.state, id, idpUserId);
    });
    return { id, position };
  }

  private async mayAdd(
    decision: DecisionContext<unknown>,
    context: Context,
    idpUserId: string,
  ): Promise<Refusal | undefined> {
    const [{ state: person }, rights] = await Promise.all([
      decision.view.load(idpUser, idpUserId),
      loadCaller(decision, context),
    ]);
    if (person.status !== 'active' && person.status !== 'inactive') {
      return notFound('IDP user');
    }
    return refuseOwnRecord(rights, person, 'adds himself to a group');
  }
}
