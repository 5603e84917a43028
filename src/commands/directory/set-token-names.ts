import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { assertNotLost } from '../../access/not-lost';
import { notFound, requireOwnerInPerson } from '../../access/require';
import type { NamedByToken } from '../../domain/accounts/events';
import { account } from '../../domain/accounts/state';
import { listTokens, tokenNamesRevision } from '../../domain/accounts/token-groups';
import { idpGroup } from '../../domain/directory/state';
import type { CommandResult } from '../../kernel/command-result';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadCaller } from '../deciding/load-authorized';

/**
 * Says by which names tokens put their bearers into an IDP group, for its grants, as long as they last. Who writes tokens says then
 * who is in it: only owners do it, in person.
 */
export class SetTokenNames extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly idpGroupId: string,
    readonly names: readonly NamedByToken[],
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(SetTokenNames)
export class SetTokenNamesHandler implements ICommandHandler<SetTokenNames> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, idpGroupId: id, names, ifMatch }: SetTokenNames): Promise<CommandResult> {
    const refusedAs = 'keyledger.idp-group-tokens-list-refused.v1';
    const decisionTarget = { fold: account, refusedAs, asked: { idpGroupId: id } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const denied = requireOwnerInPerson(await loadCaller(decision, context), 'let tokens say who is in a group');
      if (denied !== undefined) return denied;
      const { status } = (await decision.view.load(idpGroup, id)).state;
      if (status === 'none') await assertNotLost(decision.view, 'idpGroup', id);
      if (status !== 'active') return notFound('IDP group');
      const { state } = decision.target;
      return expectRevision({ revision: tokenNamesRevision(state, id) }, ifMatch) ?? listTokens(state, id, names);
    });
    return { id, position };
  }
}
