import type { StoresConfig } from '../config/config';
import type { Adapters } from './adapters';
import { soleNodeLease } from './material-store/embedded/sole-node-lease';
import type { Mongo } from './mongodb/mongo';
import { mongoLease } from './mongodb/mongo-lease';

/** Several nodes can be at work only where none of the stores that decide is embedded. */
export const leasesOf = (stores: StoresConfig, mongo: Mongo | undefined): Pick<Adapters, 'lease' | 'fillingLease'> => {
  if (mongo === undefined || stores.events === 'embedded') return { lease: soleNodeLease };
  const lease = mongoLease(mongo);
  return stores.reads === 'mongodb' ? { lease, fillingLease: lease } : { lease };
};
