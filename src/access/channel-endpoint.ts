import type { Channel } from '../domain/notification-channels/events';
import type { MaterialStore } from '../kernel/material-store';
import type { Sealing } from '../kernel/sealing';

/** How a webhook is reached, and what signs it. Many receivers let in whoever knows the address: it is kept like the secret. */
export interface ChannelEndpoint {
  readonly url: string;
  readonly secret: string;
}

/** What sealed doors are read with. */
export interface ChannelEndpointReaders {
  readonly material: Pick<MaterialStore, 'secret'>;
  readonly sealing: Pick<Sealing, 'openSecret'>;
}

/** Under which name a channel's door lies in the material store. */
export const channelSecretName = (channelId: string): string => `channel-${channelId}`;

/** Undefined: it is not in the store any more. Of a channel of earlier releases the fact tells the address. */
export const openChannelEndpoint = async (
  { material, sealing }: ChannelEndpointReaders,
  { channelId, secretVersion = 0, origin, url = '' }: Channel,
): Promise<ChannelEndpoint | undefined> => {
  const sealed = await material.secret(channelSecretName(channelId), secretVersion);
  if (sealed === undefined) return undefined;
  const text = sealing.openSecret(sealed);
  return origin === undefined ? { url, secret: text } : (JSON.parse(text) as ChannelEndpoint);
};
