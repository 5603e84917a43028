import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Warnings } from '../../access/policy-warnings';
import { notFound } from '../../access/require';
import { basisOf } from '../../access/session-basis';
import { refuseSupportShutOut } from '../../access/support';
import type { CredentialRedisclosed } from '../../domain/disclosures/events';
import { isOver } from '../../domain/identities/decide/end-session';
import { identity } from '../../domain/identities/evolve';
import { identityOfSession } from '../../domain/identities/session-id';
import type { SessionRecord } from '../../domain/identities/session-record';
import type { IdentityState, OpenSession } from '../../domain/identities/state';
import { shownAs } from '../../kernel/value-schemes';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import type { Refusal } from '../../kernel/refusal';
import { loadCaller } from '../deciding/load-authorized';
import { FactRecorder, type AuthorizationContext } from '../deciding/fact-recorder';
import { credentialOf, labelled, servedTo, type DisclosedCredential } from '../identities/disclosed';
import { plainTextWarning } from '../identities/plain-text-warning';
import { DisclosureFailure } from '../identities/disclosure-failure';
import { ReceiptFirst } from '../identities/receipt-first';
import type { DisclosureReceipt } from '../identities/disclosure-receipts';
import { Values } from '../material/values';
import { stillShown } from '../identities/still-shown';
import { FindSession } from './find-session';

export interface Redisclosed extends Warnings {
  readonly session: SessionRecord;
  /** Only while the session is open and the caller's. */
  readonly credential?: DisclosedCredential;
  readonly receipt?: DisclosureReceipt;
}

/** A checkout that was asked for again: its value is shown once more while the session lasts, and that is a fact. */
export class RediscloseSession extends Command<Redisclosed> {
  constructor(
    readonly context: Context,
    readonly sessionId: string,
  ) {
    super();
  }
}

interface Judged {
  readonly session: SessionRecord;
  readonly identity: IdentityState;
  readonly open?: OpenSession;
  readonly receiptFirst?: boolean;
}

@CommandHandler(RediscloseSession)
export class RediscloseSessionHandler implements ICommandHandler<RediscloseSession> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(FindSession) private readonly sessions: FindSession,
    @Inject(Values) private readonly values: Values,
    @Inject(DisclosureFailure) private readonly failure: DisclosureFailure,
    @Inject(Digest) private readonly digest: Digest,
    @Inject(ReceiptFirst) private readonly first: ReceiptFirst,
  ) {}

  async execute({ context, sessionId }: RediscloseSession): Promise<Redisclosed> {
    const refusedAs = 'keyledger.credential-redisclose-refused.v1';
    const {
      session,
      identity: state,
      open,
      receiptFirst = false,
    } = await this.recording.judge(context, refusedAs, (authorization) =>
      this.judge(authorization, context, sessionId),
    );
    if (open === undefined) {
      return { session };
    }
    const { identityId, identityGroupId, organizationId } = session;
    const again = servedTo(state, open);
    const versions = [again.version, ...again.alternatives];
    const show = await this.values.fetchAll(identityId, versions);
    const disclosure: CredentialRedisclosed = {
      type: 'keyledger.credential-redisclosed.v1',
      data: {
        identityId,
        identityGroupId,
        organizationId,
        sessionId,
        version: again.version,
        ...(again.alternatives.length === 0 ? {} : { alternatives: again.alternatives }),
        ...shownAs(state.schemes, versions),
      },
    };
    const showing = { refusedAs, receiptFirst };
    const { value, receipt } = await this.failure.shown(context, disclosure, showing, async () => {
      if (receiptFirst) {
        const look = (authorization: AuthorizationContext) =>
          stillShown(authorization, this.digest, context, { session, begun: open });
        await this.recording.judge(context, refusedAs, look);
      }
      return show();
    });
    const credential = credentialOf(state, value, again, open.hostId);
    return {
      session,
      credential: open.breakGlass ? labelled(state, credential) : credential,
      ...(receipt === undefined ? {} : { receipt }),
      ...plainTextWarning(state, versions),
    };
  }

  private async judge(
    authorization: AuthorizationContext,
    context: Context,
    sessionId: string,
  ): Promise<Judged | Refusal> {
    const identityId = identityOfSession(sessionId);
    const { view } = authorization;
    const loaded = await view.load(identity, identityId);
    const { state } = loaded;
    const now = authorization.nowOn(loaded);
    const session = await this.sessions.find(sessionId, state, view, context);
    if (session === undefined) {
      return notFound('session');
    }
    const { organizationId, identityGroupId } = session;
    authorization.about({ organizationId, identityGroupId, identityId, sessionId });
    if (session.userId !== context.actor.userId) {
      return notFound('session');
    }
    const off = refuseSupportShutOut(await loadCaller(authorization, context), organizationId);
    if (off !== undefined) {
      return off;
    }
    const open = state.sessions.find((other) => other.sessionId === sessionId && !isOver(other, now));
    const vault = { organizationId, vaultId: identityGroupId };
    const stands = open !== undefined && (await basisOf(view, this.digest, open, vault, now)).stands;
    if (open === undefined || !stands) return { session, identity: state };
    const receiptFirst = !open.breakGlass && (await this.first.isWanted(view, organizationId));
    return { session, identity: state, open, receiptFirst };
  }
}
