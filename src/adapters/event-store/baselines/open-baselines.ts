import type { Subscriptions } from '../../../kernel/subscription/subscriptions';
import type { StreamSnapshots } from '../../../kernel/stream-snapshots';
import type { DisposableStack } from '../../disposable-stack';
import { factAuthentication, type AuthenticationSecrets } from '../../sealing/fact-authentication';
import { Baselines, type BaselineOptions } from './baselines';
import { Snapshots } from './snapshots';

const BASELINE_BYTES = 64 * 1024 * 1024;

export interface OpenBaselines extends Pick<BaselineOptions, 'settled' | 'told' | 'vaultOf'> {
  /** Where what long streams had made is kept, and what proves that it was kept by a server of ours. */
  readonly snapshots: StreamSnapshots;
  readonly secrets: AuthenticationSecrets;
  readonly logId: string;
  readonly trouble: (what: string, error: unknown) => void;
  readonly opened: DisposableStack;
}

/** Streams as this process decides upon them, from now on. Errors: those of the log. */
export const openBaselines = async (
  subscriptions: Subscriptions,
  { snapshots, secrets, logId, trouble, opened, ...options }: OpenBaselines,
): Promise<Baselines> => {
  const reader = new Baselines(subscriptions, {
    ...options,
    maxBytes: BASELINE_BYTES,
    snapshots: new Snapshots({
      store: snapshots,
      authentication: factAuthentication('stream-snapshot', secrets, logId),
      onError: (error) => trouble('snapshots of long streams', error),
    }),
    onError: (error) => trouble('following the log', error),
  });
  await reader.start();
  opened.add({ close: () => reader.stop() });
  return reader;
};
