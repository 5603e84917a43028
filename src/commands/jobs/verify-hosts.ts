import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { verifyHosts } from '../../domain/identities/decide/verify-hosts';
import { identity } from '../../domain/identities/evolve';
import type { Context } from '../../kernel/context';
import { Deciding } from '../deciding/deciding';
import { OnlineHosts } from './online-hosts';

/** Asks the hosts that are there whether they still hold what they should; or only `hostId`, whose agent is about to come. */
export class VerifyHosts extends Command<void> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly hostId?: string,
  ) {
    super();
  }
}

@CommandHandler(VerifyHosts)
export class VerifyHostsHandler implements ICommandHandler<VerifyHosts> {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(OnlineHosts) private readonly online: OnlineHosts,
  ) {}

  async execute({ context, identityId: id, hostId }: VerifyHosts): Promise<void> {
    const unique = context.ids.next();
    await this.deciding.decide(context, { fold: identity, id }, async ({ target: { state }, now }) => {
      const there = hostId === undefined ? await this.online.among(state.settings.hostIds) : [hostId];
      return verifyHosts(state, id, there, { now, unique });
    });
  }
}
