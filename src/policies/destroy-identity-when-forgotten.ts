import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DestroyDeletedIdentity } from '../commands/identities/destroy-deleted-identity';
import type { DueWork, Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** A deleted identity can be brought back for 7 days; then its values are destroyed. */
@Injectable()
export class DestroyIdentityWhenForgotten implements Policy {
  readonly name = 'destroy-identity-when-forgotten';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly dueWork: DueWork = {
    kind: 'destroy',
    everyMs: 10 * 60_000,
    carryOut: async (deadline) => {
      const { identityId = '' } = deadline;
      await this.commands.execute(new DestroyDeletedIdentity(this.contexts.due(this.name, deadline), identityId));
    },
  };
}
