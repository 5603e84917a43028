import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound, requirePermission } from '../../access/require';
import type { IdentitySubject } from '../../domain/identity-subject';
import { enrollIdentity } from '../../domain/identities/decide/enroll';
import type { IdentitySettings } from '../../domain/identities/events';
import { identity } from '../../domain/identities/evolve';
import { jobIdOf } from '../../domain/identities/job-id';
import { organization } from '../../domain/organizations/state';
import { vault } from '../../domain/vaults/state';
import type { Context } from '../../kernel/context';
import type { Position } from '../../kernel/position';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { FactRecorder, type AuthorizationContext } from '../deciding/fact-recorder';
import { Refusals } from '../deciding/refusals';
import { loadCaller } from '../deciding/load-authorized';
import { activeAgents } from '../hosts/active-agents';
import { loadAuthorizedHost } from '../hosts/load-authorized-host';
import { OnlineHosts } from '../jobs/online-hosts';
import { NewValues } from '../material/new-values';
import { secretMissing } from '../../domain/organizations/secret-missing';
import { Reservations } from './reservations';
import { newSettings } from './with-defaults';

/** Takes over an account on a host that is there, with a random password. Needs `hosts.manage_users`. */
export class EnrollIdentity extends Command<CommandResult & { readonly jobId: string }> {
  constructor(
    readonly context: Context,
    readonly hostId: string,
    readonly vaultId: string,
    readonly username: string,
  ) {
    super();
  }
}

const REFUSED = 'keyledger.identity-enroll-refused.v1';

const offline = (): Refusal =>
  refuse('HOST_OFFLINE', 'The agent of this host was not seen in the last 90 seconds. Start it, then try again.');

@CommandHandler(EnrollIdentity)
export class EnrollIdentityHandler implements ICommandHandler<EnrollIdentity> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Refusals) private readonly refusals: Refusals,
    @Inject(Reservations) private readonly reservations: Reservations,
    @Inject(NewValues) private readonly newValues: NewValues,
    @Inject(OnlineHosts) private readonly online: OnlineHosts,
  ) {}

  async execute(command: EnrollIdentity): Promise<CommandResult & { readonly jobId: string }> {
    const { context, hostId, vaultId, username } = command;
    const [id, rotationId, unique] = [context.ids.next(), context.ids.next(), context.ids.next()];
    const asked = { username, hostId };
    const organizationId = await this.recording.judge(
      context,
      REFUSED,
      (authorization) => this.judge(authorization, command),
      asked,
    );
    const settings = newSettings({ name: username, username, credentialType: 'password', hostIds: [hostId] });
    const subject: IdentitySubject = { identityId: id, identityGroupId: vaultId, organizationId };
    const moment = { rotationId, unique };
    const position = await this.refusals.telling(
      context,
      REFUSED,
      { ...subject, hostId },
      () => this.begin(context, subject, settings, moment),
      asked,
    );
    return { id, jobId: jobIdOf(id, unique), position };
  }

  /** Places first, then the value, then the facts that point to it. */
  private async begin(
    context: Context,
    subject: IdentitySubject,
    settings: IdentitySettings,
    moment: { readonly rotationId: string; readonly unique: string },
  ): Promise<Position> {
    const id = subject.identityId;
    await this.reservations.enter(context, subject, settings);
    try {
      const { position } = await this.deciding.decide(context, { fold: identity, id }, async (decision) => {
        const { state } = decision.target;
        if (state.status !== 'none') {
          return [];
        }
        const version = await this.newValues.make(decision.view, id, { ...state, ...subject, settings });
        if (isRefusal(version)) {
          return version;
        }
        const agents = await activeAgents(decision.view, settings.hostIds);
        return enrollIdentity(state, subject, settings, version, { now: decision.now, agents, ...moment });
      });
      return position;
    } catch (error) {
      if (error instanceof RefusedError) {
        await this.reservations.leave(context, subject, settings);
      }
      throw error;
    }
  }

  private async judge(authorization: AuthorizationContext, command: EnrollIdentity): Promise<string | Refusal> {
    const { context, hostId, vaultId } = command;
    const reached = await loadAuthorizedHost(authorization, context, hostId);
    if (isRefusal(reached)) {
      return reached;
    }
    const { organizationId } = reached.state;
    const [{ state: group }, { state: owner }, rights] = await Promise.all([
      authorization.view.load(vault, vaultId),
      authorization.view.load(organization, organizationId),
      loadCaller(authorization, context),
    ]);
    const unfit =
      requirePermission(rights, 'hosts.manage_users', organizationId, 'host') ??
      (group.status !== 'active' || group.organizationId !== organizationId ? notFound('identity group') : undefined) ??
      secretMissing(owner);
    if (unfit !== undefined) {
      return unfit;
    }
    const working = reached.state.agents.some(({ status }) => status === 'active');
    return working && (await this.online.among([hostId])).length > 0 ? organizationId : offline();
  }
}
