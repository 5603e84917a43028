import { Inject, Injectable } from '@nestjs/common';
import { channelSecretName, openChannelEndpoint, type ChannelEndpoint } from '../../access/channel-endpoint';
import type { Channel } from '../../domain/notification-channels/events';
import { MaterialStore } from '../../kernel/material-store';
import { Sealing } from '../../kernel/sealing';

/** The addresses of webhooks and the secrets by which they are signed: sealed like an organization's secret, beside it. */
@Injectable()
export class ChannelSecrets {
  constructor(
    @Inject(MaterialStore) private readonly material: MaterialStore,
    @Inject(Sealing) private readonly sealing: Sealing,
  ) {}

  /** Stores a door under a number beyond every one there was, whatever the log knows of them. */
  async store(channelId: string, inForce: number, { url, secret }: ChannelEndpoint): Promise<number> {
    const place = channelSecretName(channelId);
    const text = JSON.stringify({ url, secret });
    for (;;) {
      const version = Math.max(inForce, await this.material.highestSecret(place)) + 1;
      if (await this.material.addSecret(this.sealing.sealSecret(place, version, text))) return version;
    }
  }

  /** Undefined: it is not in the store any more. */
  open(channel: Channel): Promise<ChannelEndpoint | undefined> {
    return openChannelEndpoint({ material: this.material, sealing: this.sealing }, channel);
  }

  /** Forgets those of a channel that is gone, or all before the one in force. */
  async forget(channelId: string, before?: number): Promise<void> {
    if (before === undefined) await this.material.destroySecrets(channelSecretName(channelId));
    else await this.material.destroySecretsBefore(channelSecretName(channelId), before);
  }
}
