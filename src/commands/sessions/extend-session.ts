import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../access/require';
import { basisOf } from '../../access/session-basis';
import { shutOut } from '../../access/support';
import { checkIn, extend } from '../../domain/identities/decide/session';
import { identity } from '../../domain/identities/evolve';
import { identityOfSession } from '../../domain/identities/session-id';
import type { Context } from '../../kernel/context';
import type { Digest } from '../../kernel/digest';
import { PORTS } from '../../kernel/ports';
import { refuse } from '../../kernel/refusal';
import { Refused } from '../../kernel/refused';
import { Deciding } from '../deciding/deciding';
import { callerAt } from '../deciding/reach';
import { Refusals } from '../deciding/refusals';
import type { SessionRecord } from '../../domain/identities/session-record';
import { afterwards } from './afterwards';
import type { SessionAnswer } from './check-in-session';
import { FindSession } from './find-session';
import { refuseStranger } from './refuse-stranger';

/** The holder keeps a credential longer: minutes are added to the present end, up to the grant's. */
export class ExtendSession extends Command<SessionAnswer> {
  constructor(
    readonly context: Context,
    readonly sessionId: string,
    readonly request: { readonly reason: string; readonly durationMinutes: number },
  ) {
    super();
  }
}

@CommandHandler(ExtendSession)
export class ExtendSessionHandler implements ICommandHandler<ExtendSession> {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(FindSession) private readonly sessions: FindSession,
    @Inject(PORTS.digest) private readonly digest: Digest,
  ) {}

  async execute({ context, sessionId, request }: ExtendSession): Promise<SessionAnswer> {
    const id = identityOfSession(sessionId);
    const rotationId = context.ids.next();
    const refusedAs = 'keyledger.session-extend-refused.v1';
    const matter = { fold: identity, id, refusedAs, asked: request };
    let lost = false;
    let found: SessionRecord | undefined;
    const outcome = await this.deciding.decide(context, matter, async (desk) => {
      const { state } = desk.target;
      const session = await this.sessions.find(sessionId, state, desk.view, context);
      found = session;
      if (session === undefined) {
        return notFound('session');
      }
      const { organizationId, identityGroupId } = state;
      desk.about({ organizationId, identityGroupId, identityId: id, sessionId });
      if (session.userId !== context.actor.userId) {
        return refuseStranger(desk, context, organizationId, 'Only its holder extends a session.');
      }
      const off = shutOut(await callerAt(desk, context), organizationId);
      if (off !== undefined) {
        return off;
      }
      const open = state.sessions.find((other) => other.sessionId === sessionId);
      const vault = { organizationId, vaultId: identityGroupId };
      const basis = open === undefined ? undefined : await basisOf(desk.view, this.digest, open, vault, desk.now);
      lost = basis?.stands === false;
      if (basis?.stands === false) {
        return checkIn(state, id, sessionId, { endedBy: basis.endedBy }, { now: desk.now, rotationId });
      }
      const { until } = basis ?? {};
      return extend(
        state,
        id,
        sessionId,
        { ...request, ...(until === undefined ? {} : { grantEndsAt: until }) },
        desk.now,
      );
    });
    if (lost) {
      const refusal = refuse('CONFLICT', 'The session has ended.');
      const { organizationId, identityGroupId } = outcome.state;
      await this.refusals.record(
        context,
        refusedAs,
        { organizationId, identityGroupId, identityId: id, sessionId },
        refusal,
        request,
      );
      throw new Refused(refusal);
    }
    return { session: afterwards(found, outcome.events), position: outcome.position };
  }
}
