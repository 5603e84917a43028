import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requireOwnerInPerson } from '../../access/require';
import { account } from '../../domain/accounts/state';
import { idpUser } from '../../domain/directory/state';
import { linkUser } from '../../domain/users/links';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadCaller } from '../deciding/load-authorized';
import { userTag } from './user-tag';

/** Links a machine to an IDP user, whose grants it then uses; `null` ends that. Only owners do. */
export class LinkUser extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly userId: string,
    readonly idpUserId: string | null,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(LinkUser)
export class LinkUserHandler implements ICommandHandler<LinkUser> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, userId, idpUserId, ifMatch }: LinkUser): Promise<CommandResult> {
    const asked = { userId, ...(idpUserId === null ? {} : { idpUserId }) };
    const decisionTarget = { fold: user, id: userId, refusedAs: 'keyledger.user-link-refused.v1', asked };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      decision.about('account');
      const denied = requireOwnerInPerson(await loadCaller(decision, context), 'link users');
      const { state } = decision.target;
      if (denied !== undefined || state.status === 'none') {
        return denied ?? notFound('user');
      }
      const { state: whole } = await decision.view.load(account);
      const stale = expectRevision(userTag(decision.target, whole, userId), ifMatch);
      if (stale !== undefined) {
        return stale;
      }
      const record = idpUserId === null ? undefined : (await decision.view.load(idpUser, idpUserId)).state;
      const isGone = record !== undefined && (record.status === 'none' || record.status === 'deleted');
      return isGone ? notFound('IDP user') : linkUser(state, userId, idpUserId);
    });
    return { id: userId, position };
  }
}
