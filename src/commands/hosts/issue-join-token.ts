import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuseSupport } from '../../access/support';
import { issueJoinToken } from '../../domain/hosts/enrollment';
import { host } from '../../domain/hosts/state';
import type { Context } from '../../kernel/context';
import { JoinTokens } from '../../kernel/join-tokens';
import type { Position } from '../../kernel/position';
import { isRefusal } from '../../kernel/refusal';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';
import { loadAuthorizedHost } from './load-authorized-host';

export interface IssuedJoinToken {
  readonly tokenId: string;
  readonly token: string;
  readonly expiresAt: string;
  readonly position: Position;
}

/** Lets one agent in to a host, within an hour. The answer holds a secret kept nowhere. Needs `hosts.manage_users`. */
export class IssueJoinToken extends Command<IssuedJoinToken> {
  constructor(
    readonly context: Context,
    readonly hostId: string,
  ) {
    super();
  }
}

@CommandHandler(IssueJoinToken)
export class IssueJoinTokenHandler implements ICommandHandler<IssueJoinToken> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(JoinTokens) private readonly joinTokens: JoinTokens,
  ) {}

  async execute({ context, hostId: id }: IssueJoinToken): Promise<IssuedJoinToken> {
    const tokenId = context.ids.next();
    const { token, tokenHash } = this.joinTokens.of(id, tokenId);
    const decisionTarget = { fold: host, id, refusedAs: 'keyledger.host-join-token-issue-refused.v1' };
    const { position, state } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const reached = await loadAuthorizedHost(decision, context, id);
      if (isRefusal(reached)) {
        return reached;
      }
      const issuedBy = context.actor.userId ?? '';
      return (
        refuseSupport(await loadCaller(decision, context), 'issues join tokens') ??
        issueJoinToken(decision.target.state, { hostId: id, tokenId, tokenHash, issuedBy, now: decision.now })
      );
    });
    const issued = state.tokens.find((known) => known.tokenId === tokenId);
    return { tokenId, token, expiresAt: issued?.expiresAt ?? '', position };
  }
}
