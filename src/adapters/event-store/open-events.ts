import { join } from 'node:path';
import type { StoresConfig } from '../../config/config';
import type { EventStore } from '../../kernel/event-store';
import { factReader } from '../../kernel/facts/fact-reader';
import { FactClassifier } from '../../kernel/facts/fact-classifier';
import type { Settled } from '../../kernel/facts/settled';
import { EmbeddedEventStore, type BatchObserver } from './embedded/embedded-event-store';
import { openEventStoreDb } from './eventstoredb/open-eventstoredb';
import { learnSettled } from './learn-settled';

export interface OpenedEvents {
  readonly eventStore: EventStore & { close(): Promise<void> };
  /** What was settled in this log, up to now. */
  readonly settled: Settled;
}

interface Where {
  readonly dataDir: string;
  readonly stores: Pick<StoresConfig, 'eventStore'>;
}

export interface EventsTold {
  /** Told of each group commit. */
  readonly onBatch?: BatchObserver;
  /** Told of what goes wrong behind a port and is tried again. */
  readonly onTrouble?: (what: string, error: unknown) => void;
}

const openLog = ({ dataDir, stores }: Where, told: EventsTold, judge: FactClassifier) =>
  stores.eventStore === undefined
    ? Promise.resolve(new EmbeddedEventStore(join(dataDir, 'events.db'), told.onBatch, judge))
    : openEventStoreDb(stores.eventStore, {
        judge,
        onTrouble: (error) => told.onTrouble?.('the connection to EventStoreDB', error),
        // The server shares its commits among everybody and tells nobody.
        onAppend: (events) => told.onBatch?.(1, events),
      });

/** The log, held to the facts this release knows; what was settled in it is known before anything else of it is read. */
export const openEvents = async (where: Where, told: EventsTold): Promise<OpenedEvents> => {
  // Into a file of ours nobody else writes; a server has others' streams too.
  const judge = new FactClassifier(factReader, where.stores.eventStore === undefined);
  const eventStore = await openLog(where, told, judge);
  try {
    await learnSettled(eventStore);
    return { eventStore, settled: judge.settled };
  } catch (error) {
    await eventStore.close();
    throw error;
  }
};
