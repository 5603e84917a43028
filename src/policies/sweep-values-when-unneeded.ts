import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { SweepMaterial, type ValueAddress } from '../commands/material/sweep-material';
import type { ScheduledTask, Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';
import { ON_POLICY_ERROR, type OnPolicyError } from './runner/on-policy-error';

/** Values that no fact needs are destroyed after 7 days. A page a minute: judging each costs a stream, and nothing is urgent. */
@Injectable()
export class SweepValuesWhenUnneeded implements Policy {
  readonly name = 'sweep-values-when-unneeded';
  private after?: ValueAddress;

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
    @Inject(ON_POLICY_ERROR) private readonly trouble: OnPolicyError,
  ) {}

  readonly task: ScheduledTask = {
    everyMs: 60_000,
    run: async () => {
      const { next, troubles } = await this.commands.execute(
        new SweepMaterial(this.contexts.now(this.name), this.after),
      );
      this.after = next;
      for (const { address, error } of troubles) {
        this.trouble(this.name, `version ${address.version} of identity ${address.identityId}`, error);
      }
    },
  };
}
