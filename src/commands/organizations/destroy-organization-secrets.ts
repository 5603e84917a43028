import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { destroySecrets } from '../../domain/organizations/decide';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import { MaterialStore } from '../../kernel/material-store';
import { Decisions } from '../deciding/decisions';

/** Destroys every secret of an organization that was deleted 7 days ago, those that no fact ever named too. The facts stay. */
export class DestroyOrganizationSecrets extends Command<void> {
  constructor(
    readonly context: Context,
    readonly organizationId: string,
  ) {
    super();
  }
}

@CommandHandler(DestroyOrganizationSecrets)
export class DestroyOrganizationSecretsHandler implements ICommandHandler<DestroyOrganizationSecrets> {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(MaterialStore) private readonly material: MaterialStore,
  ) {}

  async execute({ context, organizationId: id }: DestroyOrganizationSecrets): Promise<void> {
    await this.deciding.decide(context, { fold: organization, id }, async ({ target, now }) => {
      const events = destroySecrets(target.state, id, target.time ?? now, now);
      if (events.length > 0) {
        // Destroyed before the fact that says so: whoever stops between the two does it again.
        await this.material.destroySecrets(id);
      }
      return events;
    });
  }
}
