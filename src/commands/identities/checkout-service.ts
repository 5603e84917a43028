import { Inject, Injectable } from '@nestjs/common';
import type { Warnings } from '../../access/policy-warnings';
import type { IdentityEvent } from '../../domain/identities/events';
import { identity } from '../../domain/identities/evolve';
import type { Served } from '../../domain/identities/served';
import type { SessionRecord } from '../../domain/identities/session-record';
import type { IdentityState } from '../../domain/identities/state';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import type { Position } from '../../kernel/position';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { View } from '../../kernel/stream-reader';
import { Decisions } from '../deciding/decisions';
import { FactRecorder, type AuthorizationContext } from '../deciding/fact-recorder';
import type { DecisionContext } from '../deciding/decision-context';
import type { RefusedRequest } from '../deciding/refusals';
import { Values, type VersionedValue } from '../material/values';
import { FindSession } from '../sessions/find-session';
import { openSessionRecord } from '../sessions/open-session-record';
import { credentialOf, servedTo, type DisclosedCredential } from './disclosed';
import { plainTextWarning } from './plain-text-warning';
import { DisclosureFailure } from './disclosure-failure';
import { DisclosureReceipts, type DisclosureReceipt } from './disclosure-receipts';
import { ReceiptFirst } from './receipt-first';
import { stillShown, type Shown } from './still-shown';

const CHECKED_OUT = 'keyledger.identity-checked-out.v1';

export interface CheckoutResult extends Warnings {
  readonly session: SessionRecord;
  /** Absent when this repeats a checkout whose session has ended. */
  readonly credential?: DisclosedCredential;
  /** The identity with the session in it. */
  readonly state: IdentityState;
  readonly position: Position;
  /** Of the fact that the value is shown. */
  readonly receipt?: DisclosureReceipt;
}

/** A checkout of whatever kind, up to what is its own: who may, and what becomes of it. */
export interface CheckoutRequest {
  readonly identityId: string;
  readonly sessionId: string;
  readonly refusedAs: string;
  readonly asked: RefusedRequest;
  /** An emergency waits for no receipt. */
  readonly neverWaits?: true;
  /** Judges and decides, that its organization has a secret among it; `found`: the identity as it was found. */
  decide(
    decision: DecisionContext<IdentityState>,
  ): Promise<{ readonly found: IdentityState; readonly events: readonly IdentityEvent[] } | Refusal>;
  /** What somebody who begins a session now is shown. */
  shown(found: IdentityState): Served;
}

/**
 * Hands a credential out: what opening it needs is read, the session becomes a fact, and only then is the value opened. Where
 * the fact can't be written nobody sees the value; where the value does not open, the session ends, and both are facts.
 */
@Injectable()
export class CheckoutService {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Values) private readonly values: Values,
    @Inject(DisclosureFailure) private readonly failure: DisclosureFailure,
    @Inject(FindSession) private readonly sessions: FindSession,
    @Inject(DisclosureReceipts) private readonly receipts: DisclosureReceipts,
    @Inject(ReceiptFirst) private readonly first: ReceiptFirst,
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async checkOut(context: Context, request: CheckoutRequest): Promise<CheckoutResult> {
    const { identityId, sessionId, refusedAs, asked } = request;
    let open: (() => readonly VersionedValue[]) | undefined;
    let shown: Served | undefined;
    let view: View | undefined;
    let receiptFirst = false;
    const decisionTarget = { fold: identity, id: identityId, refusedAs, asked };
    const outcome = await this.deciding.decide(context, decisionTarget, async (decision) => {
      view = decision.view;
      const decided = await request.decide(decision);
      if (isRefusal(decided)) {
        return decided;
      }
      const { found, events } = decided;
      const { organizationId, identityGroupId } = found;
      const made = found.sessions.find((session) => session.sessionId === sessionId);
      shown = made === undefined ? request.shown(found) : servedTo(found, made);
      const versions = [shown.version, ...shown.alternatives];
      const about = { identityId, identityGroupId, organizationId };
      receiptFirst = request.neverWaits !== true && (await this.first.isWanted(view, organizationId));
      open = await this.failure.read(context, refusedAs, about, asked, () =>
        this.values.fetchAll(identityId, versions),
      );
      return events;
    });
    const { state, position } = outcome;
    const made = state.sessions.find((session) => session.sessionId === sessionId);
    if (made === undefined || shown === undefined) {
      return { session: await this.ended(sessionId, state, view, context), state, position };
    }
    const session = openSessionRecord(state, identityId, made);
    const told = { ...outcome, count: outcome.events.length };
    const receipt = await this.receipts.of(`identity-${identityId}`, told, CHECKED_OUT, sessionId);
    const values = await this.failure.endIfNot(context, session, async () => {
      if (receiptFirst) await this.waitFor(context, request, { session, begun: made }, receipt.receipt);
      if (open === undefined) throw new Error('nothing was fetched to open');
      return open();
    });
    const warned = plainTextWarning(
      state,
      values.map(({ version }) => version),
    );
    const credential = credentialOf(state, values, shown, made.hostId);
    return { session, credential, state, position, ...receipt, ...warned };
  }

  private async waitFor(
    context: Context,
    { refusedAs, asked }: CheckoutRequest,
    shown: Shown,
    receipt: DisclosureReceipt | undefined,
  ): Promise<void> {
    const { id: sessionId, identityId, identityGroupId, organizationId } = shown.session;
    const about = { identityId, identityGroupId, organizationId, sessionId };
    await this.first.wait(context, receipt, { refusedAs, about, asked });
    const look = (authorization: AuthorizationContext) => stillShown(authorization, this.digest, context, shown);
    await this.recording.judge(context, refusedAs, look, asked);
  }

  /** A repetition whose first run made a session that has ended since: it is told, its value is not shown again. */
  private async ended(
    sessionId: string,
    state: IdentityState,
    view: View | undefined,
    context: Context,
  ): Promise<SessionRecord> {
    const session = view && (await this.sessions.find(sessionId, state, view, context));
    if (session === undefined) {
      throw new Error(`session ${sessionId} has no facts`);
    }
    return session;
  }
}
