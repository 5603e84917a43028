import { chooseAdapters } from '../../src/adapters/choose';
import { loadConfig } from '../../src/config/load-config';

export type Stores = Awaited<ReturnType<typeof chooseAdapters>>;

/** The stores of a data folder that no server has open, as the server would open them with these variables. */
export const openStores = (dataDir: string, more: Readonly<Record<string, string>> = {}): Promise<Stores> =>
  chooseAdapters(loadConfig({ KEYLEDGER_DATA_DIR: dataDir, ...more }));

/** Opens, works, closes. */
export const withStores = async <T>(dataDir: string, work: (stores: Stores) => Promise<T>): Promise<T> => {
  const stores = await openStores(dataDir);
  try {
    return await work(stores);
  } finally {
    await stores.close();
  }
};
