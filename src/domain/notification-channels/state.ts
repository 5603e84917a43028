import type { Fold } from '../../kernel/fold';
import type { Channel, NotificationChannelsSet } from './events';

export interface ChannelsState {
  readonly channels: readonly Channel[];
}

/** By organization id, or {@link ACCOUNT_CHANNELS}. */
export const notificationChannels: Fold<ChannelsState, NotificationChannelsSet> = {
  category: 'notificationChannels',
  initial: { channels: [] },
  evolve: { 'keyledger.notification-channels-set.v1': (_, { channels }) => ({ channels }) },
};

export const ACCOUNT_CHANNELS = 'account';
