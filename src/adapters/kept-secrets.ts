import { mongoStores } from './loaded-when-needed';
import type { Mongo } from './mongodb/mongo';
import { systemClock } from './outside/system-clock';
import { systemRandom } from './outside/system-random';
import { authenticationSecrets, firstAuthenticationSecrets } from './sealing/authentication-secrets';
import type { AuthenticationSecrets } from './sealing/fact-authentication';
import { OwnKeys } from './sealing/own-keys';
import { RootBoxKeys } from './sealing/root-box-keys';
import type { RootKeys } from './sealing/root-keys';
import { openOwnKey } from './sealing/sealed-own-keys';

/**
 * What proves facts to a process that makes none: as the servers keep it beside the sealed values, where it reaches those; else
 * as the root key alone tells, which is the same until one of the two is changed. Errors: `SealBroken`, those of the store.
 */
export const keptSecrets = async (
  mongo: Mongo | undefined,
  { rootKey, second }: RootKeys,
  logId: string,
): Promise<AuthenticationSecrets> => {
  if (mongo === undefined) return firstAuthenticationSecrets(rootKey);
  const { ownKeys } = await mongoStores().openMongoMaterial(mongo, logId);
  const kept = (await ownKeys.all()).filter(({ name }) => name === 'fact-authentication');
  if (kept.length === 0) return firstAuthenticationSecrets(rootKey);
  const root = new RootBoxKeys(rootKey, systemRandom, second);
  return authenticationSecrets(
    new OwnKeys(
      kept.map((key) => openOwnKey(key, root)),
      systemClock,
    ),
  );
};
