import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ResealOrganization } from '../commands/organizations/reseal-organization';
import type { DueWork, Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** Once an organization's secret was replaced, every value is sealed by the new one; it goes on where a stop left it. */
@Injectable()
export class ResealValuesWhenSecretReplaced implements Policy {
  readonly name = 'reseal-values-when-secret-replaced';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly dueWork: DueWork = {
    kind: 'reseal',
    everyMs: 1000,
    carryOut: async (deadline) => {
      const context = this.contexts.due(this.name, deadline);
      await this.commands.execute(new ResealOrganization(context, deadline.organizationId));
    },
  };
}
