import type { SealedVaultKeys } from '../../../kernel/material';
import type { MaterialStore } from '../../../kernel/material-store';
import { isDuplicateKey } from '../../mongodb/mongo-error';
import { bytesOf } from './bytes-of';
import type { MaterialDatabase, VaultKeysDocument } from './material-database';

const toDocument = (keys: SealedVaultKeys): Omit<VaultKeysDocument, '_id'> => ({
  organizationId: keys.organizationId,
  salt: keys.salt,
  historyKey: keys.historyKey,
  secretVersion: keys.secretVersion,
});

const toKeys = ({ _id: vaultId, salt, historyKey, ...rest }: VaultKeysDocument): SealedVaultKeys => ({
  ...rest,
  vaultId,
  salt: bytesOf(salt),
  historyKey: bytesOf(historyKey),
});

type SealedKeys = Pick<
  MaterialStore,
  'putVaultKeys' | 'replaceVaultKeys' | 'vaultKeys' | 'vaultKeysSealedBefore' | 'destroyVaultKeys'
>;

/** Each vault's salt and history key, sealed. */
export const sealedVaultKeys = ({ mongo, vaultKeys }: MaterialDatabase): SealedKeys => {
  const find = async (vaultId: string): Promise<SealedVaultKeys | undefined> => {
    const found = await mongo.call(() => vaultKeys.findOne({ _id: { $eq: vaultId } }));
    return found === null ? undefined : toKeys(found);
  };

  return {
    putVaultKeys: async (keys) => {
      try {
        await mongo.call(() => vaultKeys.insertOne({ _id: keys.vaultId, ...toDocument(keys) }));
        return keys;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        return (await find(keys.vaultId)) ?? keys;
      }
    },
    replaceVaultKeys: async (keys, oldSecretVersion) => {
      const filter = { _id: keys.vaultId, secretVersion: oldSecretVersion };
      const { matchedCount } = await mongo.call(() => vaultKeys.replaceOne(filter, toDocument(keys)));
      return matchedCount === 1;
    },
    vaultKeys: find,
    vaultKeysSealedBefore: async (organizationId, secretVersion, limit) => {
      const found = await mongo.call(() =>
        vaultKeys
          .find({ organizationId: { $eq: organizationId }, secretVersion: { $lt: secretVersion } })
          .sort({ secretVersion: 1 })
          .limit(limit)
          .toArray(),
      );
      return found.map(toKeys);
    },
    destroyVaultKeys: async (vaultId) => {
      await mongo.call(() => vaultKeys.deleteOne({ _id: { $eq: vaultId } }));
    },
  };
};
