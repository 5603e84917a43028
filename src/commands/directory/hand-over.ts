import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireOwnerInPerson } from '../../access/require';
import { scimConnectionOf } from '../../access/scim-connection';
import { handOverIdpGroup, handOverIdpUser } from '../../domain/directory/hold';
import { idpGroup, idpUser } from '../../domain/directory/state';
import type { CommandResult } from '../../kernel/command-result';
import type { Context } from '../../kernel/context';
import type { Refusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { DecisionContext } from '../deciding/decision-context';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadCaller } from '../deciding/load-authorized';

/**
 * Makes a record of the directory a SCIM connection's own, or nobody's (`null`). Whoever has the connection's token then says
 * who is in the group, with the grants it has: only owners do it, in person.
 */
export class HandOver extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly kind: 'user' | 'group',
    readonly id: string,
    readonly connectionId: string | null,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(HandOver)
export class HandOverHandler implements ICommandHandler<HandOver> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, kind, id, connectionId, ifMatch }: HandOver): Promise<CommandResult> {
    const to = connectionId ?? undefined;
    if (kind === 'user') {
      const refusedAs = 'keyledger.idp-user-hand-over-refused.v1';
      const decisionTarget = { fold: idpUser, id, refusedAs, asked: { idpUserId: id } };
      const { position } = await this.deciding.decide(
        context,
        decisionTarget,
        async (decision) =>
          (await this.require(decision, context, to)) ??
          expectRevision(decision.target, ifMatch) ??
          handOverIdpUser(decision.target.state, id, to),
      );
      return { id, position };
    }
    const refusedAs = 'keyledger.idp-group-hand-over-refused.v1';
    const decisionTarget = { fold: idpGroup, id, refusedAs, asked: { idpGroupId: id } };
    const { position } = await this.deciding.decide(
      context,
      decisionTarget,
      async (decision) =>
        (await this.require(decision, context, to)) ??
        expectRevision(decision.target, ifMatch) ??
        handOverIdpGroup(decision.target.state, id, to),
    );
    return { id, position };
  }

  private async require(
    decision: DecisionContext<unknown>,
    context: Context,
    connectionId: string | undefined,
  ): Promise<Refusal | undefined> {
    decision.about('account');
    const denied = requireOwnerInPerson(await loadCaller(decision, context), 'hand the directory to a SCIM connection');
    if (denied !== undefined || connectionId === undefined) return denied;
    return (await scimConnectionOf(decision.view, connectionId)) === undefined
      ? notFound('SCIM connection')
      : undefined;
  }
}
