import { issuerKeyOf, localIssuerKey, type LocalIssuerKey } from '../../../wire/local-issuer-key';
import type { StoresConfig } from '../../config/config';
import { StoreUnavailable } from '../../kernel/store-errors';
import { mongoStores } from '../loaded-when-needed';
import { systemRandom } from '../outside/system-random';
import type { RootKeys } from '../sealing/root-keys';
import { RootBoxKeys } from '../sealing/root-box-keys';
import { openOwnKey } from '../sealing/sealed-own-keys';
import { keptIssuerKey } from './kept-issuer-key';

const storedIssuerKey = async (url: string, { rootKey, second }: RootKeys): Promise<LocalIssuerKey | undefined> => {
  const { MaterialDatabase, Mongo, ownKeyDocuments } = mongoStores();
  const mongo = await Mongo.open(url);
  try {
    const keys = await ownKeyDocuments(new MaterialDatabase(mongo)).all();
    const newest = keys.findLast(({ name }) => name === 'local-issuer');
    return newest && issuerKeyOf(openOwnKey(newest, new RootBoxKeys(rootKey, systemRandom, second)).bytes);
  } finally {
    await mongo.close();
  }
};

/** What signs the tokens of the built-in issuer. Where the database can't be asked, the one that the root key alone tells. */
export const issuerKeyOfHere = async (
  dataDir: string,
  { material, mongodbUrl }: StoresConfig,
  keys: RootKeys,
): Promise<LocalIssuerKey> => {
  const first = localIssuerKey(keys.rootKey);
  if (material !== 'mongodb' || mongodbUrl === undefined) return keptIssuerKey(dataDir, keys) ?? first;
  try {
    return (await storedIssuerKey(mongodbUrl, keys)) ?? first;
  } catch (error) {
    if (error instanceof StoreUnavailable) return first;
    throw error;
  }
};
