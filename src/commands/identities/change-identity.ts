import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { limitsOf } from '../../domain/identities/connectors';
import { changeIdentity } from '../../domain/identities/decide/settings';
import { subjectOf } from '../../domain/identities/decide/rotation';
import type { IdentitySettings } from '../../domain/identities/events';
import { accountOf } from '../../domain/identities/account-of';
import { identity } from '../../domain/identities/evolve';
import type { IdentityState } from '../../domain/identities/state';
import { judgePolicy } from '../../domain/passwords/judge-policy';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { merge, type Patch } from '../deciding/merge';
import { FactRecorder, type AuthorizationContext } from '../deciding/fact-recorder';
import { Refusals } from '../deciding/refusals';
import { loadAuthorizedIdentity } from '../deciding/load-authorized';
import { activeAgents } from '../hosts/active-agents';
import { ValueFitCheck } from './value-fit-check';
import { judgeHostChange, newlyMeantHosts } from './judge-host-change';
import { judgeSettings } from './judge-settings';
import { Reservations } from './reservations';
import { withDefaults } from './with-defaults';
import { canonicalJson } from '../../kernel/facts/canonical-json';
import { ownTurn, setsPolicy } from '../deciding/own-turn';

/**
 * Merges a patch into an identity's settings (RFC 7396). Needs `pam_vaults.manage`; to point it at another account of a host,
 * or at another host, `hosts.manage_users` and a live grant at `view_credentials` or above too.
 */
export class ChangeIdentity extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly patch: Patch<IdentitySettings>,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

const REFUSED = 'keyledger.identity-change-refused.v1';

/** Which accounts on which hosts an identity means. */
const pointsAt = (settings: IdentitySettings): string => canonicalJson([accountOf(settings), settings.hostIds]);

const overtaken = (): Refusal =>
  refuse(
    'CONFLICT',
    'Somebody changed the accounts of this identity at the same moment. Read it again, then try again.',
  );

interface Change {
  readonly before: IdentityState;
  readonly after: IdentitySettings;
}

@CommandHandler(ChangeIdentity)
export class ChangeIdentityHandler implements ICommandHandler<ChangeIdentity> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(Reservations) private readonly reservations: Reservations,
    @Inject(ValueFitCheck) private readonly valueFit: ValueFitCheck,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  async execute(command: ChangeIdentity): Promise<CommandResult> {
    const { context, identityId: id, patch, ifMatch } = command;
    await ownTurn(setsPolicy(patch));
    const { before, after } = await this.recording.judge(context, REFUSED, (authorization) =>
      this.judge(authorization, command),
    );
    const subject = subjectOf(before, id);
    return this.refusals.telling(context, REFUSED, subject, async () => {
      const leave = await this.reservations.move(context, subject, before.settings, after);
      const { position } = await this.deciding.decide(
        context,
        { fold: identity, id },
        async ({ target, now, view }) => {
          const { state } = target;
          // What was judged and reserved was another edit than what it would be by now.
          if (pointsAt(state.settings) !== pointsAt(before.settings)) {
            return overtaken();
          }
          const merged = withDefaults(merge(state.settings, patch));
          // Judged again: a policy that another change put in meanwhile may have become another one by this one.
          const policy = judgePolicy(merged.passwordPolicy, limitsOf(merged), state.settings.passwordPolicy);
          const agents = await activeAgents(view, newlyMeantHosts(state.settings, merged));
          return expectRevision(target, ifMatch) ?? policy ?? changeIdentity(state, id, merged, now, agents);
        },
      );
      await leave();
      return { id, position };
    });
  }

  private async judge(
    authorization: AuthorizationContext,
    { context, identityId, patch, ifMatch }: ChangeIdentity,
  ): Promise<Change | Refusal> {
    const reached = await loadAuthorizedIdentity(authorization, context, identityId, 'pam_vaults.manage');
    if (isRefusal(reached)) {
      return reached;
    }
    const { rights, identity: before } = reached;
    const target = await authorization.view.load(identity, identityId);
    const stale = expectRevision(target, ifMatch);
    if (stale !== undefined) {
      return stale;
    }
    const after = withDefaults(merge(before.settings, patch));
    const { organizationId, settings } = before;
    const { hostIds, passwordPolicy } = settings;
    const refusal =
      (await judgeSettings(authorization.view, rights, organizationId, after, hostIds, passwordPolicy)) ??
      (await judgeHostChange(authorization.view, this.digest, rights, before, after, authorization.nowOn(target))) ??
      judgePolicy(after.passwordPolicy, limitsOf(after), passwordPolicy) ??
      (await this.valueFit.refuseUnfit(identityId, before, after));
    return refusal ?? { before, after };
  }
}
