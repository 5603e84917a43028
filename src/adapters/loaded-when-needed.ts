import type * as EventStoreDb from './event-store/eventstoredb/open-eventstoredb';
import type * as MongoStores from './mongodb-stores';

/**
 * What knows the drivers of engines is loaded by whoever uses one: they take memory, and time at every start, that a node of
 * embedded stores does without.
 */
export const mongoStores = (): typeof MongoStores => require('./mongodb-stores') as typeof MongoStores;

export const eventStoreDb = (): typeof EventStoreDb =>
  require('./event-store/eventstoredb/open-eventstoredb') as typeof EventStoreDb;
