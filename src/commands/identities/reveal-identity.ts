import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { requireApprovalToReveal } from '../../access/require-approval';
import type { Warnings } from '../../access/policy-warnings';
import { requireVaultAccess } from '../../access/vault-access';
import { basisOf } from '../../access/session-basis';
import type { AccessRequest } from '../../domain/identities/access-request';
import { mayReveal } from '../../domain/identities/decide/check-out';
import { isOver } from '../../domain/identities/decide/end-session';
import { emergencyVersions } from '../../domain/identities/emergency-versions';
import type { IdentityRevealed } from '../../domain/disclosures/events';
import { identity as identityFold } from '../../domain/identities/evolve';
import { served } from '../../domain/identities/served';
import type { IdentityState, OpenSession } from '../../domain/identities/state';
import { shownAs } from '../../kernel/value-schemes';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import type { Digest } from '../../kernel/digest';
import { PORTS } from '../../kernel/ports';
import type { Position } from '../../kernel/position';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { Evidence } from '../../domain/identities/events';
import { FactRecorder, type AuthorizationContext } from '../deciding/fact-recorder';
import { loadAuthorizedIdentity } from '../deciding/load-authorized';
import { secretMissing } from '../material/secret-missing';
import { Values } from '../material/values';
import { BeginMinutes } from './begin-minutes';
import { credentialOf, labelled, type DisclosedCredential } from './disclosed';
import { plainTextWarning } from './plain-text-warning';
import { DisclosureFailure } from './disclosure-failure';

export interface Revealed extends Warnings {
  readonly credential: DisclosedCredential;
  readonly position: Position;
}

/**
 * Shows a value without a checkout. Needs `pam_vaults.view`, a live grant at `view_credentials` or above, and approval where the
 * vault asks for it.
 */
export class RevealIdentity extends Command<Revealed> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    /** Why, if the caller says so; trimmed. */
    readonly reason?: string,
  ) {
    super();
  }
}

interface Judged {
  readonly identity: IdentityState;
  readonly evidence: Evidence;
  /** The open session that allows it, of somebody who broke the glass. */
  readonly emergency?: OpenSession;
  /** The approval that allows it, where the vault asks for one; `begins`: its minutes have yet to begin. */
  readonly approval?: { readonly accessRequestId: string; readonly begins?: AccessRequest };
}

const REFUSED = 'keyledger.identity-reveal-refused.v1';

@CommandHandler(RevealIdentity)
export class RevealIdentityHandler implements ICommandHandler<RevealIdentity> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Values) private readonly values: Values,
    @Inject(DisclosureFailure) private readonly failure: DisclosureFailure,
    @Inject(PORTS.digest) private readonly digest: Digest,
    @Inject(BeginMinutes) private readonly minutes: BeginMinutes,
  ) {}

  async execute({ context, identityId, reason }: RevealIdentity): Promise<Revealed> {
    const hear = (authorization: AuthorizationContext) => this.judge(authorization, context, identityId);
    const asked: Readonly<Record<string, string>> = reason === undefined ? {} : { reason };
    const { identity, evidence, emergency, approval } = await this.recording.judge(context, REFUSED, hear, asked);
    const shown = emergency === undefined ? served(identity) : { ...served(identity), ...emergencyVersions(identity) };
    const { version, alternatives } = shown;
    const { organizationId, identityGroupId } = identity;
    const about = { identityId, identityGroupId, organizationId };
    const open = await this.failure.read(context, REFUSED, about, asked, () =>
      this.values.fetchAll(identityId, [version, ...alternatives]),
    );
    if (approval?.begins !== undefined) {
      await this.minutes.begin(context, { identityId, refusedAs: REFUSED, asked }, hear);
    }
    const disclosure: IdentityRevealed = {
      type: 'keyledger.identity-revealed.v1',
      data: {
        ...about,
        version,
        ...(alternatives.length === 0 ? {} : { alternatives }),
        ...shownAs(identity.schemes, [version, ...alternatives]),
        ownerBypass: evidence.ownerBypass,
        evidence,
        ...asked,
        ...(emergency === undefined ? {} : { sessionId: emergency.sessionId, breakGlass: true }),
        ...(approval === undefined ? {} : { accessRequestId: approval.accessRequestId }),
      },
    };
    const { value, position } = await this.failure.shown(context, disclosure, REFUSED, async () => {
      // A checkout that came between the judgement and the fact wins: exclusivity is judged once more before anything is shown.
      await this.recording.judge(context, REFUSED, hear, asked);
      return open();
    });
    const credential = credentialOf(identity, value, shown);
    const warned = plainTextWarning(identity, [version, ...alternatives]);
    return { credential: emergency === undefined ? credential : labelled(identity, credential), position, ...warned };
  }

  private async judge(
    authorization: AuthorizationContext,
    context: Context,
    identityId: string,
  ): Promise<Judged | Refusal> {
    const { view } = authorization;
    const emergency = await this.emergencyOf(authorization, context, identityId);
    if (emergency !== undefined) {
      return emergency;
    }
    const reached = await loadAuthorizedIdentity(authorization, context, identityId, 'pam_vaults.view');
    if (isRefusal(reached)) {
      return reached;
    }
    const { standing, identity } = reached;
    // As a checkout is judged: a clock that went back must not show what a checkout would refuse, nor the other way round.
    const now = authorization.nowOn(await view.load(identityFold, identityId));
    const vault = { vaultId: identity.identityGroupId, level: 'view_credentials', now } as const;
    const allowance = await requireVaultAccess(view, this.digest, standing, vault);
    if (isRefusal(allowance)) {
      return allowance;
    }
    const approved = await requireApprovalToReveal(view, this.digest, { identity, userId: standing.userId, now });
    if (isRefusal(approved)) {
      return approved;
    }
    const { state } = await view.load(organization, identity.organizationId);
    const during = state.settings.revealDuringExclusiveCheckout;
    const refusal =
      mayReveal(identity, identityId, standing.userId, during, { now, rotationId: '' }) ?? secretMissing(state);
    return refusal ?? { identity, evidence: allowance.evidence, ...(approved.asked ? { approval: approved } : {}) };
  }

  /** Who broke the glass may ask for the value as long as that session lasts, whatever else would stand against it. */
  private async emergencyOf(
    authorization: AuthorizationContext,
    context: Context,
    identityId: string,
  ): Promise<Judged | Refusal | undefined> {
    const { view } = authorization;
    const loaded = await view.load(identityFold, identityId);
    const { state: identity } = loaded;
    const now = authorization.nowOn(loaded);
    const vault = { organizationId: identity.organizationId, vaultId: identity.identityGroupId };
    for (const emergency of identity.sessions) {
      const isMine = emergency.breakGlass && emergency.userId === context.actor.userId && !isOver(emergency, now);
      if (isMine && (await basisOf(view, this.digest, emergency, vault, now)).stands) {
        authorization.about({
          organizationId: vault.organizationId,
          identityGroupId: vault.vaultId,
          identityId,
          sessionId: emergency.sessionId,
        });
        const refusal = secretMissing((await view.load(organization, identity.organizationId)).state);
        return refusal ?? { identity, evidence: emergency.evidence, emergency };
      }
    }
    return undefined;
  }
}
