import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { createIdentity } from '../../domain/identities/decide/settings';
import type { IdentitySettings } from '../../domain/identities/events';
import type { IdentitySubject } from '../../domain/identity-subject';
import { identity } from '../../domain/identities/evolve';
import type { ImportedScheme } from '../../kernel/value-schemes';
import type { Context } from '../../kernel/context';
import { isRefusal } from '../../kernel/refusal';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { FactRecorder, type AuthorizationContext } from '../deciding/fact-recorder';
import { Refusals } from '../deciding/refusals';
import { loadAuthorizedVault } from '../deciding/load-authorized';
import { activeAgents } from '../hosts/active-agents';
import { LegacyValues } from '../material/legacy-values';
import { Values } from '../material/values';
import { NewIdentityJudge } from './new-identity-judge';
import { Reservations } from './reservations';
import { newSettings, type NewIdentity } from './with-defaults';
import { ownTurn, setsPolicy } from '../deciding/own-turn';

/** Puts a credential into a vault. Needs `pam_vaults.manage`, and `hosts.manage_users` when it names hosts. */
export class CreateIdentity extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly vaultId: string,
    readonly given: NewIdentity,
    readonly credential: string,
    /** Of an imported one: how it was stored. `v1`: the credential is base64 of nonce ‖ ciphertext ‖ tag. Owners only. */
    readonly scheme?: ImportedScheme,
  ) {
    super();
  }
}

const REFUSED = 'keyledger.identity-create-refused.v1';

@CommandHandler(CreateIdentity)
export class CreateIdentityHandler implements ICommandHandler<CreateIdentity> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(Reservations) private readonly reservations: Reservations,
    @Inject(Values) private readonly values: Values,
    @Inject(LegacyValues) private readonly legacy: LegacyValues,
    @Inject(NewIdentityJudge) private readonly judges: NewIdentityJudge,
  ) {}

  async execute(command: CreateIdentity): Promise<CommandResult> {
    const { context, vaultId, given, credential, scheme } = command;
    const settings = newSettings(given);
    await ownTurn(setsPolicy(given));
    const id = context.ids.next();
    const asked = { name: settings.name, username: settings.username };
    const place = await this.recording.judge(
      context,
      REFUSED,
      (authorization) => this.judge(authorization, command, settings),
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
    const version = await (scheme === 'v1' ? this.legacy : this.values).keep(place, id, credential);
    const { position } = await this.deciding.decide(context, { fold: identity, id }, async ({ target, now, view }) => {
      const agents = await activeAgents(view, settings.hostIds);
      const { userId: typedBy } = context.actor;
      return createIdentity(target.state, subject, settings, now, {
        agents,
        version,
        ...(typedBy === undefined ? {} : { typedBy }),
        ...(scheme === undefined ? {} : { scheme }),
      });
    });
    return { id, position };
  }

  private async judge(authorization: AuthorizationContext, command: CreateIdentity, settings: IdentitySettings) {
    const { context, vaultId, credential, scheme } = command;
    const reached = await loadAuthorizedVault(authorization, context, vaultId, 'pam_vaults.manage');
    if (isRefusal(reached)) {
      return reached;
    }
    const { organizationId } = reached.vault;
    const proposed = { settings, credential, ...(scheme === undefined ? {} : { scheme }) };
    return this.judges.judge(authorization, reached.rights, { organizationId, vaultId }, proposed);
  }
}
