import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { channelSecretName } from '../../access/channel-endpoint';
import { notificationChannels } from '../../domain/notification-channels/state';
import { destroySecrets } from '../../domain/organizations/decide';
import { organization } from '../../domain/organizations/state';
import type { Context } from '../../kernel/context';
import { MaterialStore } from '../../kernel/material-store';
import { Decisions } from '../deciding/decisions';

/**
 * Destroys every secret of an organization that was deleted 7 days ago, those that no fact ever named too, and what its webhooks
 * are reached and signed by. The facts stay.
 */
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
    await this.deciding.decide(context, { fold: organization, id }, async ({ target, view, now }) => {
      const events = destroySecrets(target.state, id, target.time ?? now, now);
      if (events.length > 0) {
        const { channels } = (await view.load(notificationChannels, id)).state;
        // Destroyed before the fact that says so: whoever stops between the two does it again.
        for (const { channelId } of channels) await this.material.destroySecrets(channelSecretName(channelId));
        await this.material.destroySecrets(id);
      }
      return events;
    });
  }
}
