import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

type Store = 'events' | 'material' | 'reads';
const filesOf = (store: Store) => [`${store}.db`, `${store}.db-wal`, `${store}.db-shm`];

const copy = (store: Store, from: (name: string) => string, to: (name: string) => string) => {
  for (const name of filesOf(store)) {
    rmSync(to(name), { force: true });
    if (existsSync(from(name))) cpSync(from(name), to(name));
  }
};

/** Copies of the files of an application that is closed, beside its data folder. */
export const olderFiles = (dataDir: string) => {
  const here = (name: string) => join(dataDir, name);
  const kept = (name: string) => join(dataDir, '..', `older-${name}`);
  return {
    keep: (store: Store) => copy(store, here, kept),
    putBack: (store: Store) => copy(store, kept, here),
  };
};
