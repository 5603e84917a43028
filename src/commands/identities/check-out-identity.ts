import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireVaultAccess } from '../../access/vault-access';
import { checkOut } from '../../domain/identities/decide/check-out';
import { identity } from '../../domain/identities/evolve';
import { served, type Served } from '../../domain/identities/served';
import { sessionIdOf } from '../../domain/identities/session-id';
import type { SessionRecord } from '../../domain/identities/session-record';
import type { IdentityState } from '../../domain/identities/state';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import type { Digest } from '../../kernel/digest';
import { PORTS } from '../../kernel/ports';
import type { Position } from '../../kernel/position';
import { isRefusal } from '../../kernel/refusal';
import type { View } from '../../kernel/stream-reader';
import { Deciding } from '../deciding/deciding';
import { reachIdentity } from '../deciding/reach';
import { secretMissing } from '../material/secret-missing';
import { Values, type VersionedValue } from '../material/values';
import { FindSession } from '../sessions/find-session';
import { openSessionRecord } from '../sessions/open-session-record';
import { credentialOf, servedTo, type Credential } from './disclosed';
import { Undisclosed } from './undisclosed';

export interface CheckedOut {
  readonly session: SessionRecord;
  /** Absent when this repeats a checkout whose session has ended. */
  readonly credential?: Credential;
  readonly position: Position;
}

/** Hands a credential out for a time. Needs `pam_vaults.view` and a live grant at `checkout`. */
export class CheckOutIdentity extends Command<CheckedOut> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly request: { readonly reason: string; readonly durationMinutes: number; readonly hostId?: string },
  ) {
    super();
  }
}

const REFUSED = 'keyledger.identity-check-out-refused.v1';

@CommandHandler(CheckOutIdentity)
export class CheckOutIdentityHandler implements ICommandHandler<CheckOutIdentity> {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(Values) private readonly values: Values,
    @Inject(Undisclosed) private readonly undisclosed: Undisclosed,
    @Inject(FindSession) private readonly sessions: FindSession,
    @Inject(PORTS.digest) private readonly digest: Digest,
  ) {}

  async execute({ context, identityId, request }: CheckOutIdentity): Promise<CheckedOut> {
    const sessionId = sessionIdOf(identityId, context.ids.next());
    const rotationId = context.ids.next();
    let open: (() => readonly VersionedValue[]) | undefined;
    let shown: Served | undefined;
    let view: View | undefined;
    const matter = {
      fold: identity,
      id: identityId,
      refusedAs: REFUSED,
      asked: request,
    };
    const outcome = await this.deciding.decide(context, matter, async (desk) => {
      view = desk.view;
      const reached = await reachIdentity(desk, context, identityId, 'pam_vaults.view');
      if (isRefusal(reached)) {
        return reached;
      }
      const { standing, identity: found } = reached;
      const vault = { vaultId: found.identityGroupId, level: 'checkout', now: desk.now } as const;
      const allowance = await requireVaultAccess(desk.view, this.digest, standing, vault);
      if (isRefusal(allowance)) {
        return allowance;
      }
      const { userId, email: userEmail } = standing;
      const { evidence, until } = allowance;
      const { state: owner } = await desk.view.load(organization, found.organizationId);
      const asked = {
        ...request,
        sessionId,
        userId,
        userEmail,
        evidence,
        ...(until === undefined ? {} : { grantEndsAt: until }),
      };
      const events = checkOut(found, identityId, asked, { now: desk.now, rotationId });
      if (isRefusal(events)) {
        return events;
      }
      const refusal = secretMissing(owner);
      if (refusal !== undefined) {
        return refusal;
      }
      const made = found.sessions.find((session) => session.sessionId === sessionId);
      shown = made === undefined ? served(found, request.hostId) : servedTo(found, made);
      const versions = [shown.version, ...shown.alternatives];
      const { organizationId, identityGroupId } = found;
      const about = { identityId, identityGroupId, organizationId };
      open = await this.undisclosed.read(context, REFUSED, about, request, () =>
        this.values.fetchAll(identityId, versions),
      );
      return events;
    });
    const { state, position } = outcome;
    const made = state.sessions.find((session) => session.sessionId === sessionId);
    if (made === undefined || shown === undefined) {
      return { session: await this.ended(sessionId, state, view, context), position };
    }
    const session = openSessionRecord(state, identityId, made);
    const values = await this.undisclosed.endIfNot(context, session, open);
    return { session, credential: credentialOf(state, values, shown, made.hostId), position };
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
