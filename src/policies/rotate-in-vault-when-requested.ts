import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RotateInVault } from '../commands/identities/rotate-in-vault';
import type { RotationRequested } from '../domain/identities/events';
import { reactingTo, type DueWork, type Policy } from './runner/policy';
import { PolicyContexts } from './runner/policy-contexts';

/** A rotation in the vault alone follows its request at once: until then nobody checks the credential out. */
@Injectable()
export class RotateInVaultWhenRequested implements Policy {
  readonly name = 'rotate-in-vault-when-requested';

  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PolicyContexts) private readonly contexts: PolicyContexts,
  ) {}

  readonly reaction = reactingTo<RotationRequested>({
    'keyledger.rotation-requested.v1': async (event) => {
      const { mode, identityId, rotationId } = event.data;
      if (mode === 'vault') {
        await this.commands.execute(new RotateInVault(this.contexts.after(this.name, event), identityId, rotationId));
      }
    },
  });

  /** For those requested before this policy first listened, or restored with a backup. */
  readonly dueWork: DueWork = {
    kind: 'vault-rotation',
    everyMs: 1000,
    carryOut: async (deadline) => {
      const { identityId = '', rotationId = '' } = deadline;
      await this.commands.execute(new RotateInVault(this.contexts.due(this.name, deadline), identityId, rotationId));
    },
  };
}
