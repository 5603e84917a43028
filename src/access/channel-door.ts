import type { Channel } from '../domain/notification-channels/events';
import type { MaterialStore } from '../kernel/material-store';
import type { Sealing } from '../kernel/sealing';

/** How a webhook is reached, and what signs it. Many receivers let in whoever knows the address: it is kept like the secret. */
export interface ChannelDoor {
  readonly url: string;
  readonly secret: string;
}

/** What sealed doors are read with. */
export interface DoorKeys {
  readonly material: Pick<MaterialStore, 'secret'>;
  readonly sealing: Pick<Sealing, 'openSecret'>;
}

/** Under which name a channel's door lies in the material store. */
export const doorPlace = (channelId: string): string => `channel-${channelId}`;

/** Undefined: it is not in the store any more. Of a channel of earlier releases the fact tells the address. */
export const openDoor = async (
  { material, sealing }: DoorKeys,
  { channelId, secretVersion = 0, origin, url = '' }: Channel,
): Promise<ChannelDoor | undefined> => {
  const sealed = await material.secret(doorPlace(channelId), secretVersion);
  if (sealed === undefined) return undefined;
  const text = sealing.openSecret(sealed);
  return origin === undefined ? { url, secret: text } : (JSON.parse(text) as ChannelDoor);
};
