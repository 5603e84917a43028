import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireReceiver } from '../../access/receiver';
import { notFound } from '../../access/require';
import { basisOf } from '../../access/session-basis';
import { refuseSupportShutOut } from '../../access/support';
import { checkIn } from '../../domain/identities/decide/session';
import { isOver } from '../../domain/identities/decide/end-session';
import { refuseTransfer, transferSession } from '../../domain/identities/decide/transfer-session';
import type { IdentityEvent } from '../../domain/identities/events';
import { identity } from '../../domain/identities/evolve';
import { identityOfSession, sessionIdOf } from '../../domain/identities/session-id';
import type { SessionRecord } from '../../domain/identities/session-record';
import type { IdentityState } from '../../domain/identities/state';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import type { View } from '../../kernel/stream-reader';
import type { DecisionContext } from '../deciding/decision-context';
import { Decisions } from '../deciding/decisions';
import { loadCaller } from '../deciding/load-authorized';
import { Refusals } from '../deciding/refusals';
import type { SessionAnswer } from './check-in-session';
import { FindSession } from './find-session';
import { openSessionRecord } from './open-session-record';
import { refuseOtherHolder } from './refuse-other-holder';

/**
 * The holder hands a session over to somebody who may check the identity out: it ends and the receiver's begins in one append.
 * Nothing is shown by it. Answers the receiver's session.
 */
export class TransferSession extends Command<SessionAnswer> {
  constructor(
    readonly context: Context,
    readonly sessionId: string,
    readonly request: { readonly userId: string; readonly reason: string },
  ) {
    super();
  }
}

const REFUSED = 'keyledger.session-transfer-refused.v1';

/** What is decided on, and what came of it besides facts. */
interface Handover {
  readonly sessionId: string;
  /** Of the receiver's session, the same each time the request comes. */
  readonly newId: string;
  readonly rotationId: string;
  readonly request: TransferSession['request'];
  /** What allowed the session was taken away: it ends, and is not handed over. */
  lost?: boolean;
  view?: View;
}

@CommandHandler(TransferSession)
export class TransferSessionHandler implements ICommandHandler<TransferSession> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(FindSession) private readonly sessions: FindSession,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute({ context, sessionId, request }: TransferSession): Promise<SessionAnswer> {
    const id = identityOfSession(sessionId);
    const handover: Handover = {
      sessionId,
      newId: sessionIdOf(id, context.ids.next()),
      rotationId: context.ids.next(),
      request,
    };
    const asked = { receiverId: request.userId, reason: request.reason };
    const decisionTarget = { fold: identity, id, refusedAs: REFUSED, asked };
    const { state, position } = await this.deciding.decide(context, decisionTarget, (decision) =>
      this.decide(context, decision, handover),
    );
    if (handover.lost === true) {
      const refusal = refuse('CONFLICT', 'The session has ended.');
      const { organizationId, identityGroupId } = state;
      const about = { organizationId, identityGroupId, identityId: id, sessionId };
      await this.refusals.record(context, REFUSED, about, refusal, asked);
      throw new RefusedError(refusal);
    }
    return { session: await this.begun(context, handover, state), position };
  }

  private async decide(
    context: Context,
    decision: DecisionContext<IdentityState>,
    handover: Handover,
  ): Promise<readonly IdentityEvent[] | Refusal> {
    const { sessionId, newId, rotationId, request } = handover;
    const { view, now } = decision;
    const { state } = decision.target;
    const id = identityOfSession(sessionId);
    const found = await this.sessions.find(sessionId, state, view, context);
    handover.lost = false;
    handover.view = view;
    if (found === undefined) {
      return notFound('session');
    }
    const { organizationId, identityGroupId } = state;
    decision.about({ organizationId, identityGroupId, identityId: id, sessionId });
    if (found.userId !== context.actor.userId) {
      return refuseOtherHolder(decision, context, organizationId, 'Only its holder hands a session over.');
    }
    const off = refuseSupportShutOut(await loadCaller(decision, context), organizationId);
    if (off !== undefined) {
      return off;
    }
    if (found.transferredTo === newId) {
      return [];
    }
    const open = state.sessions.find((other) => other.sessionId === sessionId && !isOver(other, now));
    const refusal = refuseTransfer(open);
    if (open === undefined || refusal !== undefined) {
      return refusal ?? [];
    }
    const vault = { organizationId, vaultId: identityGroupId };
    const basis = await basisOf(view, this.digest, open, vault, now);
    if (!basis.stands) {
      handover.lost = true;
      return checkIn(state, id, sessionId, { endedBy: basis.endedBy }, { now, rotationId });
    }
    const question = { identity: state, userId: request.userId, now, sessionId: newId };
    const receiver = await requireReceiver(view, this.digest, open.userId, question);
    if (isRefusal(receiver)) {
      return receiver;
    }
    const transfer = { sessionId, reason: request.reason, receiver: { ...receiver, sessionId: newId } };
    return transferSession(state, id, transfer, { now, rotationId });
  }

  /** The receiver's session: open, unless the request came again when it had ended. */
  private async begun(context: Context, { newId, view }: Handover, state: IdentityState): Promise<SessionRecord> {
    const open = state.sessions.find((session) => session.sessionId === newId);
    if (open !== undefined) {
      return openSessionRecord(state, identityOfSession(newId), open);
    }
    const session = view && (await this.sessions.find(newId, state, view, context));
    if (session === undefined) {
      throw new Error('a session was handed over and is nowhere');
    }
    return session;
  }
}
