import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { basisOf } from '../../access/session-basis';
import { checkIn, shorten } from '../../domain/identities/decide/session';
import { identity } from '../../domain/identities/evolve';
import { identityOfSession } from '../../domain/identities/session-id';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { Decisions } from '../deciding/decisions';

/** Looks again at what allowed an open session: ends it when that was taken away, shortens it when that ends sooner. */
export class JudgeSession extends Command<void> {
  constructor(
    readonly context: Context,
    readonly sessionId: string,
  ) {
    super();
  }
}

@CommandHandler(JudgeSession)
export class JudgeSessionHandler implements ICommandHandler<JudgeSession> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, sessionId }: JudgeSession): Promise<void> {
    const id = identityOfSession(sessionId);
    const rotationId = context.ids.next();
    await this.deciding.decide(context, { fold: identity, id }, async ({ target: { state }, view, now }) => {
      const session = state.sessions.find((open) => open.sessionId === sessionId);
      if (session === undefined) {
        return [];
      }
      const vault = { organizationId: state.organizationId, vaultId: state.identityGroupId };
      const basis = await basisOf(view, this.digest, session, vault, now);
      if (!basis.stands) {
        return checkIn(state, id, sessionId, { endedBy: basis.endedBy }, { now, rotationId });
      }
      return basis.until === undefined ? [] : shorten(state, id, sessionId, basis.until);
    });
  }
}
