import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { emergencyOf, judgeReveal, type RevealBasis } from '../../access/acts/judge-reveal';
import type { Warnings } from '../../access/policy-warnings';
import { emergencyVersions } from '../../domain/identities/emergency-versions';
import type { IdentityRevealed } from '../../domain/disclosures/events';
import { identity as identityFold } from '../../domain/identities/evolve';
import { served } from '../../domain/identities/served';
import type { IdentityState } from '../../domain/identities/state';
import { shownAs } from '../../kernel/value-schemes';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import type { Position } from '../../kernel/position';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import { FactRecorder, type AuthorizationContext } from '../deciding/fact-recorder';
import { loadIdentity } from '../deciding/load-authorized';
import { Values } from '../material/values';
import { BeginApprovedMinutes } from './begin-approved-minutes';
import { credentialOf, labelled, type DisclosedCredential } from './disclosed';
import { plainTextWarning } from './plain-text-warning';
import { DisclosureFailure } from './disclosure-failure';
import { ReceiptFirst } from './receipt-first';
import type { DisclosureReceipt } from './disclosure-receipts';

export interface Revealed extends Warnings {
  readonly credential: DisclosedCredential;
  readonly position: Position;
  /** Of the fact that it was shown. */
  readonly receipt?: DisclosureReceipt;
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

interface Judged extends RevealBasis {
  readonly identity: IdentityState;
  readonly receiptFirst: boolean;
}

const REFUSED = 'keyledger.identity-reveal-refused.v1';

@CommandHandler(RevealIdentity)
export class RevealIdentityHandler implements ICommandHandler<RevealIdentity> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Values) private readonly values: Values,
    @Inject(DisclosureFailure) private readonly failure: DisclosureFailure,
    @Inject(Digest) private readonly digest: Digest,
    @Inject(BeginApprovedMinutes) private readonly minutes: BeginApprovedMinutes,
    @Inject(ReceiptFirst) private readonly first: ReceiptFirst,
  ) {}

  async execute({ context, identityId, reason }: RevealIdentity): Promise<Revealed> {
    const hear = (authorization: AuthorizationContext) => this.judge(authorization, context, identityId);
    const asked: Readonly<Record<string, string>> = reason === undefined ? {} : { reason };
    const { identity, evidence, emergency, approval, receiptFirst } = await this.recording.judge(
      context,
      REFUSED,
      hear,
      asked,
    );
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
    const showing = { refusedAs: REFUSED, asked, receiptFirst };
    const { value, position, receipt } = await this.failure.shown(context, disclosure, showing, async () => {
      // A checkout that came between the judgement and the fact wins: exclusivity is judged once more before anything is shown.
      await this.recording.judge(context, REFUSED, hear, asked);
      return open();
    });
    const credential = credentialOf(identity, value, shown);
    const warned = plainTextWarning(identity, [version, ...alternatives]);
    return {
      credential: emergency === undefined ? credential : labelled(identity, credential),
      position,
      ...(receipt === undefined ? {} : { receipt }),
      ...warned,
    };
  }

  private async judge(
    authorization: AuthorizationContext,
    context: Context,
    identityId: string,
  ): Promise<Judged | Refusal> {
    const { view } = authorization;
    const { rights, identity } = await loadIdentity(authorization, context, identityId);
    // As a checkout is judged: a clock that went back must not show what a checkout would refuse, nor the other way round.
    const now = authorization.nowOn(await view.load(identityFold, identityId));
    const act = { view, digest: this.digest, rights, identityId, identity, now };
    const emergency = await emergencyOf(act, context.actor.userId);
    if (emergency !== undefined) {
      const { organizationId, identityGroupId } = identity;
      authorization.about({ organizationId, identityGroupId, identityId, sessionId: emergency.sessionId });
    }
    const basis = await judgeReveal(act, emergency);
    if (isRefusal(basis)) return basis;
    const receiptFirst = emergency === undefined && (await this.first.isWanted(view, identity.organizationId));
    return { identity, receiptFirst, ...basis };
  }
}
