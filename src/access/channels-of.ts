import type { Channel } from '../domain/notification-channels/events';
import { ACCOUNT_CHANNELS, notificationChannels, type ChannelsState } from '../domain/notification-channels/state';
import type { Loaded, View } from '../kernel/stream-reader';
import { openChannelEndpoint, type ChannelEndpointReaders } from './channel-endpoint';

/** A channel as it may be told: its secret never is. */
export interface ChannelView extends Omit<Channel, 'channelId' | 'secretVersion' | 'origin'> {
  readonly id: string;
  readonly hasSecret?: true;
}

/** What is seen of channels, as a number: 0 before any were set, another one after each change. */
export const channelsRevision = ({ lastFact }: Pick<Loaded<ChannelsState>, 'lastFact'>): number => lastFact + 1;

/** The channels of an organization, or of the account, as their stream says, with their ETag. `keys`: of who may know whole addresses; others are told where they lead. */
export const channelsOf = async (
  view: View,
  organizationId: string | undefined,
  keys: ChannelEndpointReaders | undefined,
): Promise<{ readonly channels: readonly ChannelView[]; readonly revision: number }> => {
  const loaded = await view.load(notificationChannels, organizationId ?? ACCOUNT_CHANNELS);
  const channels = await Promise.all(
    loaded.state.channels.map(async ({ channelId: id, secretVersion, origin, url, ...rest }) => {
      const channel = { channelId: id, secretVersion, origin, url, ...rest } as Channel;
      const door =
        secretVersion === undefined || keys === undefined ? undefined : await openChannelEndpoint(keys, channel);
      const told = door?.url ?? origin ?? (url === undefined ? undefined : new URL(url).origin);
      return {
        id,
        ...rest,
        ...(told === undefined ? {} : { url: told }),
        ...(secretVersion === undefined ? {} : { hasSecret: true as const }),
      };
    }),
  );
  return { channels, revision: channelsRevision(loaded) };
};
