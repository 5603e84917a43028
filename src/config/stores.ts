import { BadConfiguration } from './bad-configuration';
import type { StoresConfig } from './config';
import { shown, valueOf, type Environment } from './environment';
import { eventStoreUrl } from './eventstore-url';
import { mongodbUrl } from './mongodb-url';

const engineOf = <E extends string>(env: Environment, name: string, otherwise: E, engines: readonly E[]): E => {
  const value = valueOf(env, name) ?? otherwise;
  const known = engines.find((engine) => engine === value);
  if (known !== undefined) return known;
  throw new BadConfiguration(
    `${name} is ${shown(value)}; set it to ${engines.join(' or ')}, or unset it for ${otherwise}.`,
  );
};

const neededUrl = (env: Environment): string => {
  const url = valueOf(env, 'EVENTSTORE_URL');
  if (url !== undefined) return url;
  throw new BadConfiguration(
    'EVENTSTORE_URL is not set, and the events are to lie in EventStoreDB; set it to a connection string such as esdb://user:password@host:2113?tls=true.',
  );
};

/** Which store keeps what; the material store defaults to the read store's engine. */
export const storesConfig = (env: Environment): StoresConfig => {
  const events = engineOf(env, 'KEYLEDGER_EVENT_STORE', 'embedded', ['embedded', 'eventstoredb']);
  const reads = engineOf(env, 'KEYLEDGER_READ_STORE', 'embedded', ['embedded', 'mongodb']);
  const material = engineOf(env, 'KEYLEDGER_MATERIAL_STORE', reads, ['embedded', 'mongodb']);
  const url = mongodbUrl(env, [reads, material].includes('mongodb'));
  const eventStore = events === 'eventstoredb' ? eventStoreUrl(neededUrl(env)) : undefined;
  return {
    events,
    reads,
    material,
    ...(eventStore === undefined ? {} : { eventStore }),
    ...(url === undefined ? {} : { mongodbUrl: url }),
  };
};

/** Every store lies in the data folder of one node. */
export const isAllEmbedded = ({ events, reads, material }: StoresConfig): boolean =>
  [events, reads, material].every((engine) => engine === 'embedded');

/** Nothing lies in the data folder, which need not be there then. */
export const isAllOutside = ({ events, reads, material }: StoresConfig): boolean =>
  [events, reads, material].every((engine) => engine !== 'embedded');
