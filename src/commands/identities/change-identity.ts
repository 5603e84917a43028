import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { limitsOf } from '../../domain/identities/connectors';
import { changeIdentity } from '../../domain/identities/decide/settings';
import { subjectOf } from '../../domain/identities/decide/rotation';
import type { IdentitySettings } from '../../domain/identities/events';
import { identity } from '../../domain/identities/evolve';
import type { IdentityState } from '../../domain/identities/state';
import { judgePolicy } from '../../domain/passwords/judge-policy';
import type { Context } from '../../kernel/context';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { expectRevision } from '../deciding/expect-revision';
import { merge, type Patch } from '../deciding/merge';
import { Recording, type Hearing } from '../deciding/recording';
import { Refusals } from '../deciding/refusals';
import { reachIdentity } from '../deciding/reach';
import { Fitness } from './fitness';
import { judgeSettings } from './judge-settings';
import { Reservations } from './reservations';
import { withDefaults } from './with-defaults';

/** Merges a patch into an identity's settings (RFC 7396). Needs `pam_vaults.manage`, and `hosts.manage_users` for a new host. */
export class ChangeIdentity extends Command<Written> {
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

interface Change {
  readonly before: IdentityState;
  readonly after: IdentitySettings;
}

@CommandHandler(ChangeIdentity)
export class ChangeIdentityHandler implements ICommandHandler<ChangeIdentity> {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(Recording) private readonly recording: Recording,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(Reservations) private readonly reservations: Reservations,
    @Inject(Fitness) private readonly fitness: Fitness,
  ) {}

  async execute(command: ChangeIdentity): Promise<Written> {
    const { context, identityId: id, patch, ifMatch } = command;
    const { before, after } = await this.recording.hear(context, REFUSED, (hearing) => this.judge(hearing, command));
    const subject = subjectOf(before, id);
    return this.refusals.telling(context, REFUSED, subject, async () => {
      const leave = await this.reservations.move(context, subject, before.settings, after);
      const { position } = await this.deciding.decide(context, { fold: identity, id }, ({ target, now }) => {
        const merged = withDefaults(merge(target.state.settings, patch));
        // Judged again: a policy that another change put in meanwhile may have become another one by this one.
        const policy = judgePolicy(merged.passwordPolicy, limitsOf(merged), target.state.settings.passwordPolicy);
        return expectRevision(target, ifMatch) ?? policy ?? changeIdentity(target.state, id, merged, now);
      });
      await leave();
      return { id, position };
    });
  }

  private async judge(
    hearing: Hearing,
    { context, identityId, patch, ifMatch }: ChangeIdentity,
  ): Promise<Change | Refusal> {
    const reached = await reachIdentity(hearing, context, identityId, 'pam_vaults.manage');
    if (isRefusal(reached)) {
      return reached;
    }
    const { standing, identity: before } = reached;
    const target = await hearing.view.load(identity, identityId);
    const stale = expectRevision(target, ifMatch);
    if (stale !== undefined) {
      return stale;
    }
    const after = withDefaults(merge(before.settings, patch));
    const { organizationId, settings } = before;
    const { hostIds, passwordPolicy } = settings;
    const refusal = await judgeSettings(hearing.view, standing, organizationId, after, hostIds, passwordPolicy);
    return refusal ?? (await this.fitness.refuseUnfit(identityId, before, after)) ?? { before, after };
  }
}
