import type { Channel } from '../domain/notification-channels/events';
import { ACCOUNT_CHANNELS, notificationChannels } from '../domain/notification-channels/state';
import type { View } from '../kernel/stream-reader';

/** A channel as it may be told: its secret never is. */
export interface ChannelView extends Omit<Channel, 'channelId' | 'secretVersion'> {
  readonly id: string;
  readonly hasSecret?: true;
}

/** The channels of an organization, or of the account, as their stream says. */
export const channelsOf = async (view: View, organizationId?: string): Promise<readonly ChannelView[]> => {
  const { channels } = (await view.load(notificationChannels, organizationId ?? ACCOUNT_CHANNELS)).state;
  return channels.map(({ channelId: id, secretVersion, ...rest }) => ({
    id,
    ...rest,
    ...(secretVersion === undefined ? {} : { hasSecret: true as const }),
  }));
};
