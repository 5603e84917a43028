import type { EventStore } from '../../kernel/event-store';
import type { Settled } from '../../kernel/facts/settled';
import { Subscriptions } from '../../kernel/subscription/subscriptions';
import type { Adapters } from '../adapters';
import { Baselines } from '../event-store/baselines/baselines';
import { sha256Digest } from '../outside/sha256-digest';
import { systemClock } from '../outside/system-clock';
import { systemRandom } from '../outside/system-random';
import { uuidV7Ids } from '../outside/uuid-v7-ids';

const BASELINE_BYTES = 16 * 1024 * 1024;

/** The ports that a decision needs, without a server around them. */
export type OfflineDeciding = Pick<
  Adapters,
  'eventStore' | 'streamReader' | 'clock' | 'ids' | 'random' | 'digest' | 'close'
>;

/** Opened over a log that its caller closes. Throws what the log throws. */
export const offlineDeciding = async (
  { eventStore, settled }: { readonly eventStore: EventStore; readonly settled: Settled },
  close: () => Promise<void>,
): Promise<OfflineDeciding> => {
  const subscriptions = new Subscriptions({ store: eventStore, clock: systemClock, random: systemRandom });
  const streamReader = new Baselines(subscriptions, { maxBytes: BASELINE_BYTES, settled, onError: () => undefined });
  await streamReader.start();
  return {
    eventStore,
    streamReader,
    clock: systemClock,
    ids: uuidV7Ids(systemClock),
    random: systemRandom,
    digest: sha256Digest,
    close: async () => {
      await streamReader.stop();
      await close();
    },
  };
};
