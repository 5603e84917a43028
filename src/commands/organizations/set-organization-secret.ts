import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { setSecret } from '../../domain/organizations/decide';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import { MaterialStore } from '../../kernel/material-store';
import { isRefusal } from '../../kernel/refusal';
import { Sealing } from '../../kernel/sealing';
import type { SeenRevision } from '../../kernel/seen-revision';
import type { CommandResult } from '../../kernel/command-result';
import { Decisions } from '../deciding/decisions';
import { expectRevision } from '../deciding/expect-revision';
import { loadAuthorizedOrganization } from '../deciding/load-authorized';

/** Sets or replaces the secret that an organization's keys derive from; values are re-sealed afterwards. Needs `accounts.manage`. */
export class SetOrganizationSecret extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
    readonly secret: string,
    readonly ifMatch?: SeenRevision,
  ) {
    super();
  }
}

@CommandHandler(SetOrganizationSecret)
export class SetOrganizationSecretHandler implements ICommandHandler<SetOrganizationSecret> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(MaterialStore) private readonly material: MaterialStore,
    @Inject(Sealing) private readonly sealing: Sealing,
  ) {}

  async execute({ context, organizationId: id, secret, ifMatch }: SetOrganizationSecret): Promise<CommandResult> {
    const decisionTarget = { fold: organization, id, refusedAs: 'keyledger.organization-secret-set-refused.v1' };
    let stored = 0;
    const { position } = await this.deciding.decide(context, decisionTarget, async (decision) => {
      if (stored > 0 && decision.target.state.secretsDestroyed === true) {
        // The organization was destroyed while this request was at it: what it stored goes as the others did.
        await this.material.destroySecrets(id);
        stored = 0;
      }
      const reached = await loadAuthorizedOrganization(decision, context, id, 'accounts.manage');
      if (isRefusal(reached)) {
        return reached;
      }
      const stale = expectRevision(decision.target, ifMatch);
      if (stale !== undefined) {
        return stale;
      }
      const inForce = decision.target.state.secretVersion;
      // Material first: a secret that no fact names yet seals nothing. The next try takes the one this one stored.
      if (stored <= inForce) stored = await this.store(id, inForce, secret);
      return setSecret(decision.target.state, id, stored);
    });
    return { id, position };
  }

  /** Under a number beyond what the log and the store know: one that a log knew which was put back may be all that opens what it sealed. */
  private async store(id: string, inForce: number, secret: string): Promise<number> {
    for (;;) {
      const version = Math.max(inForce, await this.material.highestSecret(id)) + 1;
      if (await this.material.addSecret(this.sealing.sealSecret(id, version, secret))) {
        return version;
      }
    }
  }
}
