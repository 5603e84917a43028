import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { mayRestore, restoreVersion } from '../../domain/identities/decide/versions';
import { identity } from '../../domain/identities/evolve';
import { refuseUnusable } from '../../domain/identities/usable';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import { KeyPairs } from '../../kernel/key-pairs';
import { isRefusal } from '../../kernel/refusal';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { loadAuthorizedIdentity } from '../deciding/load-authorized';
import { secretMissing } from '../../domain/organizations/secret-missing';
import { Values } from '../material/values';
import { Matches } from './matches';
import { unchanged } from './same-value';

/** Brings a value back that was replaced in the vault alone, as a new version. Needs `pam_vaults.manage`. */
export class RestoreVersion extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly version: number,
  ) {
    super();
  }
}

@CommandHandler(RestoreVersion)
export class RestoreVersionHandler implements ICommandHandler<RestoreVersion> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Values) private readonly values: Values,
    @Inject(Matches) private readonly matches: Matches,
    @Inject(KeyPairs) private readonly keyPairs: KeyPairs,
  ) {}

  async execute({ context, identityId: id, version: wanted }: RestoreVersion): Promise<CommandResult> {
    const refusedAs = 'keyledger.credential-version-restore-refused.v1';
    const decisionTarget = { fold: identity, id, refusedAs, asked: { version: wanted } };
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      const reached = await loadAuthorizedIdentity(decision, context, id, 'pam_vaults.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const { identity: found, rights } = reached;
      const { state } = await decision.view.load(organization, found.organizationId);
      const refusal = mayRestore(found, wanted, decision.now) ?? secretMissing(state);
      if (refusal !== undefined) {
        return refusal;
      }
      const place = { organizationId: found.organizationId, vaultId: found.identityGroupId, organization: state };
      const open = await this.values.fetch(id, wanted);
      const unusable = refuseUnusable(found.settings, open(), (value) => this.keyPairs.problem(value));
      if (unusable !== undefined) {
        return unusable;
      }
      const comparison = { identityId: id, identity: found, rights, refusedAs, version: wanted } as const;
      const match = await this.matches.judge(decision, context, comparison, async () => {
        return (await this.values.isValueOf(place, id, found.credentialVersion, open())) ? unchanged() : undefined;
      });
      if (match !== undefined) {
        return match;
      }
      await this.values.retireIfOpens(place, id, found.credentialVersion);
      const version = await this.values.copy(place, id, wanted, found.highestVersion);
      return restoreVersion(found, id, wanted, { version, by: rights.email, now: decision.now });
    });
    return { id, position };
  }
}
