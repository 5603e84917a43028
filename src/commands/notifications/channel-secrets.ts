import { Inject, Injectable } from '@nestjs/common';
import type { MaterialStore } from '../../kernel/material-store';
import { PORTS } from '../../kernel/ports';
import type { Sealing } from '../../kernel/sealing';

const placeOf = (channelId: string): string => `channel-${channelId}`;

/** The secrets by which webhooks are signed: sealed like an organization's secret, beside it, and never told again. */
@Injectable()
export class ChannelSecrets {
  constructor(
    @Inject(PORTS.materialStore) private readonly material: MaterialStore,
    @Inject(PORTS.sealing) private readonly sealing: Sealing,
  ) {}

  /** Stores a secret under a number beyond every one there was, whatever the log knows of them. */
  async store(channelId: string, inForce: number, secret: string): Promise<number> {
    for (;;) {
      const version = Math.max(inForce, await this.material.highestSecret(placeOf(channelId))) + 1;
      if (await this.material.addSecret(this.sealing.sealSecret(placeOf(channelId), version, secret))) return version;
    }
  }

  /** Undefined: it is not in the store any more. */
  async open(channelId: string, version: number): Promise<string | undefined> {
    const sealed = await this.material.secret(placeOf(channelId), version);
    return sealed && this.sealing.openSecret(sealed);
  }

  /** Forgets those of a channel that is gone, or all before the one in force. */
  async forget(channelId: string, before?: number): Promise<void> {
    if (before === undefined) await this.material.destroySecrets(placeOf(channelId));
    else await this.material.destroySecretsBefore(placeOf(channelId), before);
  }
}
