import { BadConfiguration } from '../config/bad-configuration';
import type { Config } from '../config/config';
import { canShareReadModels } from '../config/read-side';
import { Subscriptions } from '../kernel/subscription/subscriptions';
import type { ReadSideAdapters } from './adapters';
import { DisposableStack } from './disposable-stack';
import { sealMade } from './event-store/log-seal/seal-made';
import { trustSealed, openEvents, type EventsTold } from './event-store/open-events';
import { keptSecrets } from './kept-secrets';
import { MaterialDatabase } from './material-store/mongodb/material-database';
import { assertNotMoved } from './material-store/copy-mark';
import { Mongo } from './mongodb/mongo';
import { mongoLease } from './mongodb/mongo-lease';
import { systemClock } from './outside/system-clock';
import { rootKeysOf } from './root-key/root-keys-of';
import { AwaitedAuthentication } from './sealing/awaited-authentication';
import { factAuthentication } from './sealing/fact-authentication';
import { systemRandom } from './outside/system-random';
import { openMongoReads } from './read-store/mongodb/open-mongo-reads';

/** What it takes to fill read models and nothing else: no sealed values. The root key proves the facts. Errors as of `chooseAdapters`. */
export const chooseReadSide = async (
  { dataDir, stores, ...keys }: Pick<Config, 'dataDir' | 'stores' | 'rootKey' | 'secondRootKey'>,
  told: EventsTold,
): Promise<ReadSideAdapters> => {
  if (!canShareReadModels(stores) || stores.mongodbUrl === undefined) {
    throw new BadConfiguration(
      'Read models can be filled by a process of their own only where events and read models lie in engines; set KEYLEDGER_EVENT_STORE and KEYLEDGER_READ_STORE to those the server uses.',
    );
  }
  const opened = new DisposableStack();
  try {
    const mongo = opened.add(await Mongo.open(stores.mongodbUrl));
    if (stores.material === 'mongodb') assertNotMoved(await new MaterialDatabase(mongo).moving());
    const awaited = new AwaitedAuthentication();
    const events = await openEvents({ dataDir, stores }, told, awaited);
    const eventStore = opened.add(events.eventStore);
    const rootKeys = await rootKeysOf(keys, { make: false });
    const logId = await eventStore.logId();
    const secrets = await keptSecrets(stores.material === 'mongodb' ? mongo : undefined, rootKeys, logId);
    awaited.begin(factAuthentication('fact', secrets, logId));
    await trustSealed(events, await sealMade(eventStore));
    const reads = opened.add(await openMongoReads(mongo, logId, told.onWarning));
    return {
      eventStore,
      subscriptions: new Subscriptions({ store: eventStore, clock: systemClock, random: systemRandom }),
      readStore: reads.store,
      lease: mongoLease(mongo),
      clock: systemClock,
      close: () => opened.close(),
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
};
