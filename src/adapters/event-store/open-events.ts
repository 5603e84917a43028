import { join } from 'node:path';
import type { StoresConfig } from '../../config/config';
import type { EventStore } from '../../kernel/event-store';
import { AuthenticFacts } from '../../kernel/facts/authentic-facts';
import type { FactAuthentication } from '../../kernel/facts/fact-authentication';
import { factReader } from '../../kernel/facts/fact-reader';
import { FactClassifier } from '../../kernel/facts/fact-classifier';
import type { LogSeal } from '../../kernel/facts/log-seal';
import type { StoredLog } from '../../kernel/stored-log';
import { EmbeddedEventStore, type BatchObserver } from './embedded/embedded-event-store';
import { eventStoreDb } from '../loaded-when-needed';
import { learnSettled } from './learn-settled';

export interface OpenedEvents {
  readonly eventStore: EventStore & StoredLog & { close(): Promise<void> };
  /** What it is held to; of what has no code it believes nothing yet. */
  readonly judge: FactClassifier;
}

interface Where {
  readonly dataDir: string;
  readonly stores: Pick<StoresConfig, 'eventStore'>;
}

export interface EventsTold {
  /** Told of each group commit. */
  readonly onBatch?: BatchObserver;
  /** Told at the start, in one line each, what an operator should know of a store. */
  readonly onWarning?: (warning: string) => void;
  /** Told of what goes wrong behind a port and is tried again. */
  readonly onError?: (what: string, error: unknown) => void;
}

const openLog = async ({ dataDir, stores }: Where, told: EventsTold, judge: FactClassifier) => {
  if (stores.eventStore === undefined) return new EmbeddedEventStore(join(dataDir, 'events.db'), told.onBatch, judge);
  return eventStoreDb().openEventStoreDb(stores.eventStore, {
    judge,
    onWarning: (warning) => told.onWarning?.(warning),
    onError: (error) => told.onError?.('the connection to EventStoreDB', error),
    // The server shares its commits among everybody and tells nobody.
    onAppend: (events) => told.onBatch?.(1, events),
  });
};

/** The log, held to the facts that this release knows and that prove themselves. */
export const openEvents = async (
  where: Where,
  told: EventsTold,
  authentication: FactAuthentication,
): Promise<OpenedEvents> => {
  const authentic = new AuthenticFacts(authentication);
  // Into a file of ours nobody else writes; a server has others' streams too.
  const judge = new FactClassifier(factReader, where.stores.eventStore === undefined, authentic);
  return { eventStore: await openLog(where, told, judge), judge };
};

/** What lies before its seal counts from now on, and what was settled in it is known before anything else of it is read. */
export const trustSealed = async ({ eventStore, judge }: OpenedEvents, seal: LogSeal): Promise<void> => {
  judge.believeSealed(seal);
  await learnSettled(eventStore);
};
