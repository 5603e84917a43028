import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DestroyOrganizationSecrets } from '../commands/organizations/destroy-organization-secrets';
import type { DueWork, Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** What a deleted organization sealed can be asked for by nobody: after 7 days its secrets are destroyed. */
@Injectable()
export class DestroySecretsWhenOrganizationForgotten implements Policy {
  readonly name = 'destroy-secrets-when-organization-forgotten';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly dueWork: DueWork = {
    kind: 'organization-secrets',
    everyMs: 10 * 60_000,
    carryOut: async (deadline) => {
      const context = this.contexts.due(this.name, deadline);
      await this.commands.execute(new DestroyOrganizationSecrets(context, deadline.organizationId));
    },
  };
}
