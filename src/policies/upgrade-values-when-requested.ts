import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { IdentityDocument } from '../../projections/identities/document';
import { UpgradeIdentity } from '../commands/material/upgrade-identity';
import { UpgradeOrganization } from '../commands/material/upgrade-organization';
import { FinishUpgrade } from '../commands/organizations/finish-upgrade';
import { ModelPages } from './runner/model-pages';
import type { DueWork, Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/**
 * Once somebody asked for it, all that is `v1` in an organization is sealed as `v2`: first what the store has, then what the log
 * has still marked, which is where a node died between the two. It goes on where a stop left it.
 */
@Injectable()
export class UpgradeValuesWhenRequested implements Policy {
  readonly name = 'upgrade-values-when-requested';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
    @Inject(ModelPages) private readonly pages: ModelPages,
  ) {}

  readonly dueWork: DueWork = {
    kind: 'upgrade',
    everyMs: 1000,
    carryOut: async ({ organizationId }) => {
      await this.commands.execute(new UpgradeOrganization(this.contexts.now(this.name), organizationId));
      const broken = await this.finishLeft(organizationId);
      await this.commands.execute(new FinishUpgrade(this.contexts.now(this.name), organizationId, broken));
    },
  };

  private async finishLeft(organizationId: string): Promise<number> {
    let broken = 0;
    const where = [
      { field: 'organizationId', is: organizationId },
      { field: 'scheme', is: 'v1' },
    ];
    for await (const page of this.pages.of<IdentityDocument>('identities', where)) {
      for (const { id } of page) {
        broken += await this.commands.execute(new UpgradeIdentity(this.contexts.now(this.name), id));
      }
    }
    return broken;
  }
}
