import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CallerPermissions } from '../../access/caller-permissions';
import { giveGrant } from '../../domain/access-grants/decide';
import { accessGrants } from '../../domain/access-grants/state';
import { reserveAccount } from '../../domain/hosts/reservations';
import { hostAccount } from '../../domain/hosts/state';
import { accountKey } from '../../domain/identities/connectors';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { isRefusal, refuse, type Refusal } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { StreamReader } from '../../kernel/stream-reader';
import { latest, timestamp } from '../../kernel/time';
import { inUtc } from '../access-grants/grant-terms';
import { judgeGrant, refuseGiving } from '../access-grants/judge-grant';
import { loadAuthorizedOrganization, loadAuthorizedVault } from '../deciding/load-authorized';
import type { AuthorizationContext } from '../deciding/fact-recorder';
import { NewIdentityJudge } from '../identities/new-identity-judge';
import { newSettings } from '../identities/with-defaults';
import type { Planned } from './planned';

type OfKind<K extends Planned['kind']> = Extract<Planned, { readonly kind: K }>;

/**
 * What would become of a line: judged as the command it stands for, by the same code, and nothing is written, nor kept. Errors:
 * `Refused`.
 */
export class RehearseLine extends Command<void> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
    readonly planned: Planned,
    /** Accounts on hosts that earlier lines would take; this one adds its own. */
    readonly taken: Set<string> = new Set(),
  ) {
    super();
  }
}

@CommandHandler(RehearseLine)
export class RehearseLineHandler implements ICommandHandler<RehearseLine> {
  constructor(
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Digest) private readonly digest: Digest,
    @Inject(NewIdentityJudge) private readonly judges: NewIdentityJudge,
  ) {}

  async execute({ context, organizationId, planned, taken }: RehearseLine): Promise<void> {
    const now = timestamp(this.clock.now());
    const authorization: AuthorizationContext = {
      view: await this.reader.fresh(),
      nowOn: ({ time }) => latest(now, time),
      about: () => undefined,
    };
    const outcome = await this.judge(authorization, context, organizationId, planned, taken);
    if (outcome !== undefined) {
      throw new RefusedError(outcome);
    }
  }

  private async judge(
    authorization: AuthorizationContext,
    context: Context,
    organizationId: string,
    planned: Planned,
    taken: Set<string>,
  ): Promise<Refusal | undefined> {
    const vaultId = 'vaultId' in planned ? planned.vaultId : undefined;
    const permission = planned.kind === 'host' ? 'hosts.manage_users' : 'pam_vaults.manage';
    const reached =
      vaultId === undefined
        ? await loadAuthorizedOrganization(authorization, context, organizationId, permission)
        : await loadAuthorizedVault(authorization, context, vaultId, permission);
    if (isRefusal(reached)) {
      return reached;
    }
    const { rights } = reached;
    switch (planned.kind) {
      case 'vault':
      case 'host':
        return undefined;
      case 'giving':
        return refuseGiving(rights);
      case 'identity':
        return this.judgeIdentity(authorization, rights, organizationId, planned, taken);
      case 'grant':
        return this.judgeGrant(authorization, rights, organizationId, planned);
    }
  }

  private async judgeIdentity(
    authorization: AuthorizationContext,
    rights: CallerPermissions,
    organizationId: string,
    { given, credential, scheme, newHosts, vaultId = 'to-be-made' }: OfKind<'identity'>,
    taken: Set<string>,
  ): Promise<Refusal | undefined> {
    const settings = newSettings(given);
    const proposed = {
      settings,
      credential,
      onNewHosts: newHosts.length > 0,
      ...(scheme === undefined ? {} : { scheme }),
    };
    const judged = await this.judges.judge(authorization, rights, { organizationId, vaultId }, proposed);
    if (isRefusal(judged)) {
      return judged;
    }
    for (const hostId of settings.hostIds) {
      const { state } = await authorization.view.load(hostAccount, this.digest.of(...accountKey(hostId, settings)));
      const reserved = reserveAccount(state, { organizationId, hostId, identityId: 'to-be-made' });
      if (isRefusal(reserved)) return reserved;
    }
    const accounts = [...settings.hostIds, ...newHosts].map((each) => accountKey(each, settings).join('\n'));
    if (accounts.some((account) => taken.has(account))) {
      return refuse('ACCOUNT_ALREADY_MANAGED', 'An earlier line manages this account on this host.');
    }
    for (const account of accounts) taken.add(account);
    return undefined;
  }

  private async judgeGrant(
    authorization: AuthorizationContext,
    rights: CallerPermissions,
    organizationId: string,
    { vaultId, grant }: OfKind<'grant'>,
  ): Promise<Refusal | undefined> {
    const refusal = await judgeGrant(authorization.view, this.digest, rights, grant);
    if (refusal !== undefined || vaultId === undefined) {
      return refusal;
    }
    const loaded = await authorization.view.load(accessGrants, vaultId);
    const { expiresAt, ...terms } = grant;
    const given = giveGrant(
      loaded.state,
      { organizationId, identityGroupId: vaultId },
      { grantId: 'to-be-made', ...terms, ...(expiresAt === undefined ? {} : { expiresAt: inUtc(expiresAt) }) },
      rights.userId,
      authorization.nowOn(loaded),
    );
    return isRefusal(given) ? given : undefined;
  }
}
