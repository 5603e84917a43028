import { BadConfiguration } from './bad-configuration';
import type { StoresConfig } from './config';
import { eventStoreUrl } from './eventstore-url';
import type { Variables } from './variables';

const needed = (url: string | undefined, missing: string): string => {
  if (url !== undefined) return url;
  throw new BadConfiguration(missing);
};

const NO_EVENTSTORE =
  'EVENTSTORE_URL is not set, and the events are to lie in EventStoreDB; set it to a connection string such as esdb://user:password@host:2113?tls=true.';
const NO_MONGODB =
  'MONGODB_URL is not set, and a store is to lie in MongoDB; set it to a connection string with a database, such as mongodb://user:password@host:27017/keyledger.';

/** Which store keeps what; the material store defaults to the read store's engine. */
export const storesConfig = (variables: Variables): StoresConfig => {
  const { KEYLEDGER_EVENT_STORE: events, KEYLEDGER_READ_STORE: reads } = variables;
  const material = variables.KEYLEDGER_MATERIAL_STORE ?? reads;
  return {
    events,
    reads,
    material,
    ...([reads, material].includes('mongodb') && { mongodbUrl: needed(variables.MONGODB_URL, NO_MONGODB) }),
    ...(events === 'eventstoredb' && { eventStore: eventStoreUrl(needed(variables.EVENTSTORE_URL, NO_EVENTSTORE)) }),
  };
};

/** Every store lies in the data folder of one node. */
export const isAllEmbedded = ({ events, reads, material }: StoresConfig): boolean =>
  [events, reads, material].every((engine) => engine === 'embedded');

/** Nothing lies in the data folder, which need not be there then. */
export const isAllOutside = ({ events, reads, material }: StoresConfig): boolean =>
  [events, reads, material].every((engine) => engine !== 'embedded');
