import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../access/require';
import { refuseSupport } from '../../access/support';
import type { Context } from '../../kernel/context';
import { JoinTokens } from '../../kernel/join-tokens';
import { isRefusal } from '../../kernel/refusal';
import { FactRecorder } from '../deciding/fact-recorder';
import { loadCaller } from '../deciding/load-authorized';
import { loadAuthorizedHost } from './load-authorized-host';

export interface RepeatedJoinToken {
  readonly token: string;
  readonly expiresAt: string;
}

/** The join token of a request that came again, while it still lets somebody in. Needs `hosts.manage_users`. */
export class RepeatJoinToken extends Command<RepeatedJoinToken> {
  constructor(
    readonly context: Context,
    readonly hostId: string,
    readonly tokenId: string,
  ) {
    super();
  }
}

@CommandHandler(RepeatJoinToken)
export class RepeatJoinTokenHandler implements ICommandHandler<RepeatJoinToken> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(JoinTokens) private readonly joinTokens: JoinTokens,
  ) {}

  async execute({ context, hostId, tokenId }: RepeatJoinToken): Promise<RepeatedJoinToken> {
    const refusedAs = 'keyledger.host-join-token-issue-refused.v1';
    return this.recording.judge(context, refusedAs, async (authorization) => {
      const reached = await loadAuthorizedHost(authorization, context, hostId);
      if (isRefusal(reached)) return reached;
      const never = refuseSupport(await loadCaller(authorization, context), 'issues join tokens');
      if (never !== undefined) return never;
      const known = reached.state.tokens.find((token) => token.tokenId === tokenId);
      const isGood =
        known !== undefined && known.usedBy === undefined && known.expiresAt > authorization.nowOn(reached);
      const again = isGood ? this.joinTokens.again(hostId, tokenId, known.tokenHash) : undefined;
      return isGood && again !== undefined
        ? { token: again.token, expiresAt: known.expiresAt }
        : notFound('join token any more');
    });
  }
}
