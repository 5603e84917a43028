import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { limitsOf } from '../../domain/identities/connectors';
import { createIdentity } from '../../domain/identities/decide/settings';
import type { IdentitySettings } from '../../domain/identities/events';
import type { IdentitySubject } from '../../domain/identity-subject';
import { identity } from '../../domain/identities/evolve';
import { refuseUnusable } from '../../domain/identities/usable';
import { organization } from '../../domain/organizations/state';
import { judgePolicy } from '../../domain/passwords/judge-policy';
import type { Context } from '../../kernel/context';
import type { KeyPairs } from '../../kernel/key-pairs';
import { PORTS } from '../../kernel/ports';
import { isRefusal } from '../../kernel/refusal';
import type { Written } from '../../kernel/written';
import { Deciding } from '../deciding/deciding';
import { Recording, type Hearing } from '../deciding/recording';
import { Refusals } from '../deciding/refusals';
import { reachVault } from '../deciding/reach';
import { agentsAtWork } from '../hosts/agents-at-work';
import { secretMissing } from '../material/secret-missing';
import { Values, type VaultPlace } from '../material/values';
import { judgeSettings } from './judge-settings';
import { Reservations } from './reservations';
import { newSettings, type NewIdentity } from './with-defaults';

/** Puts a credential into a vault. Needs `pam_vaults.manage`, and `hosts.manage_users` when it names hosts. */
export class CreateIdentity extends Command<Written> {
  constructor(
    readonly context: Context,
    readonly vaultId: string,
    readonly given: NewIdentity,
    readonly credential: string,
  ) {
    super();
  }
}

const REFUSED = 'keyledger.identity-create-refused.v1';

@CommandHandler(CreateIdentity)
export class CreateIdentityHandler implements ICommandHandler<CreateIdentity> {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(Recording) private readonly recording: Recording,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(Reservations) private readonly reservations: Reservations,
    @Inject(Values) private readonly values: Values,
    @Inject(PORTS.keyPairs) private readonly keyPairs: KeyPairs,
  ) {}

  async execute(command: CreateIdentity): Promise<Written> {
    const { context, vaultId, given, credential } = command;
    const settings = newSettings(given);
    const id = context.ids.next();
    const asked = { name: settings.name, username: settings.username };
    const place = await this.recording.hear(
      context,
      REFUSED,
      (hearing) => this.judge(hearing, command, settings),
      asked,
    );
    const subject: IdentitySubject = { identityId: id, identityGroupId: vaultId, organizationId: place.organizationId };
    await this.refusals.telling(
      context,
      REFUSED,
      subject,
      () => this.reservations.enter(context, subject, settings),
      asked,
    );
    const version = await this.values.keepFirst(place, id, credential);
    const { position } = await this.deciding.decide(context, { fold: identity, id }, async ({ target, now, view }) => {
      const agents = await agentsAtWork(view, settings.hostIds);
      const { userId: typedBy } = context.actor;
      return createIdentity(target.state, subject, settings, now, {
        agents,
        version,
        ...(typedBy === undefined ? {} : { typedBy }),
      });
    });
    return { id, position };
  }

  private async judge(hearing: Hearing, { context, vaultId, credential }: CreateIdentity, settings: IdentitySettings) {
    const reached = await reachVault(hearing, context, vaultId, 'pam_vaults.manage');
    if (isRefusal(reached)) {
      return reached;
    }
    const { organizationId } = reached.vault;
    const { state } = await hearing.view.load(organization, organizationId);
    const place: VaultPlace = { organizationId, vaultId, organization: state };
    const refusal =
      (await judgeSettings(hearing.view, reached.standing, organizationId, settings, [])) ??
      judgePolicy(settings.passwordPolicy, limitsOf(settings));
    const unusable = refuseUnusable(settings, credential, (value) => this.keyPairs.problem(value));
    return refusal ?? secretMissing(state) ?? unusable ?? place;
  }
}
