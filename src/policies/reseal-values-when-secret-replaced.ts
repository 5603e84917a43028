import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ResealOrganization } from '../commands/organizations/reseal-organization';
import type { DueWork, Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';
import { POLICY_PROGRESS, type PolicyProgress } from './runner/policy-progress';

/** Once an organization's secret was replaced, every value is sealed by the new one; it goes on where a stop left it. */
@Injectable()
export class ResealValuesWhenSecretReplaced implements Policy {
  readonly name = 'reseal-values-when-secret-replaced';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
    @Inject(POLICY_PROGRESS) private readonly progress: PolicyProgress,
  ) {}

  readonly dueWork: DueWork = {
    kind: 'reseal',
    everyMs: 1000,
    carryOut: async (deadline) => {
      const context = this.contexts.due(this.name, deadline);
      const { organizationId } = deadline;
      await this.commands.execute(
        new ResealOrganization(context, organizationId, this.tellEachPercent(organizationId)),
      );
    },
  };

  private tellEachPercent(organizationId: string): (done: number, total: number) => void {
    let told: number | undefined;
    return (done, total) => {
      const percent = total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100));
      if (percent !== told) {
        told = percent;
        this.progress(this.name, organizationId, percent);
      }
    };
  }
}
