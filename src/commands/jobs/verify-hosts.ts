import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { verifyHosts } from '../../domain/identities/decide/verify-hosts';
import { identity } from '../../domain/identities/evolve';
import type { Context } from '../../kernel/context';
import { Decisions } from '../deciding/decisions';
import { OnlineHosts } from './online-hosts';

/**
 * Asks the hosts that are there whether they still hold what they should, but for those heard of since it was due (`dueAt`);
 * or only `hostId`, whose agent is about to come.
 */
export class VerifyHosts extends Command<void> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly asks: { readonly dueAt?: string } | { readonly hostId: string },
  ) {
    super();
  }
}

@CommandHandler(VerifyHosts)
export class VerifyHostsHandler implements ICommandHandler<VerifyHosts> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(OnlineHosts) private readonly online: OnlineHosts,
  ) {}

  async execute({ context, identityId: id, asks }: VerifyHosts): Promise<void> {
    const unique = context.ids.next();
    await this.deciding.decide(context, { fold: identity, id }, async ({ target: { state }, now }) => {
      if ('hostId' in asks) return verifyHosts(state, id, [asks.hostId], { now, unique });
      const there = await this.online.among(state.settings.hostIds);
      return verifyHosts(state, id, there, { now, unique }, asks.dueAt);
    });
  }
}
