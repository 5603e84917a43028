import type { Config } from '../../config/config';
import { NotCopied } from './not-copied';

/** Hosts and database of a connection string: whoever reads a log may see them, and no password. */
const withoutSecrets = (url: string): string => url.replace(/^[a-z+]+:\/\/(?:[^@/]*@)?/, '').replace(/\?.*$/, '');

/** Where a log and its sealed values lie, in words. */
export const placeOf = ({ dataDir, stores }: Config): string => {
  const { eventStore, mongodbUrl, material } = stores;
  const hosts = eventStore?.hosts.map(({ address, port }) => `${address}:${port}`).join(',');
  const parts = [
    ...(hosts === undefined ? [] : [`EventStoreDB at ${hosts}`]),
    ...(mongodbUrl === undefined ? [] : [`MongoDB at ${withoutSecrets(mongodbUrl)}`]),
    ...(hosts === undefined || material === 'embedded' ? [`the data folder ${dataDir}`] : []),
  ];
  return parts.join(' and ');
};

const isInFiles = ({ stores: { events, material, reads } }: Config): boolean =>
  [events, material, reads].includes('embedded');

/** Throws {@link NotCopied} for ends that share a store, and for what one process can't hold open. */
export const assertApart = (from: Config, to: Config): void => {
  const [here, there] = [from.stores, to.stores];
  if (here.eventStore !== undefined && there.eventStore !== undefined) {
    throw new NotCopied(
      'Both ends lie in EventStoreDB: copy to embedded stores first, or move the database by its own means.',
    );
  }
  if (here.mongodbUrl !== undefined && there.mongodbUrl !== undefined) {
    if (withoutSecrets(here.mongodbUrl) === withoutSecrets(there.mongodbUrl)) {
      throw new NotCopied('Both ends name the same database of MongoDB; name another one that is empty.');
    }
  }
  if (isInFiles(from) && isInFiles(to) && from.dataDir === to.dataDir) {
    throw new NotCopied('Both ends keep files in the same data folder; name another KEYLEDGER_DATA_DIR.');
  }
};
