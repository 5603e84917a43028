import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DestroyVaultKeys } from '../commands/vaults/destroy-vault-keys';
import type { DueWork, Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** What a deleted vault sealed can be asked for by nobody: after 7 days its salt and history key are destroyed. */
@Injectable()
export class DestroyVaultKeysWhenForgotten implements Policy {
  readonly name = 'destroy-vault-keys-when-forgotten';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly dueWork: DueWork = {
    kind: 'vault-keys',
    everyMs: 10 * 60_000,
    carryOut: async (deadline) => {
      const { identityGroupId = '' } = deadline;
      await this.commands.execute(new DestroyVaultKeys(this.contexts.due(this.name, deadline), identityGroupId));
    },
  };
}
