import { randomUUID } from 'node:crypto';
import type { MaterialStore } from '../../../kernel/material-store';
import { isDuplicateKey } from '../../mongodb/mongo-error';
import { bytesOf } from './bytes-of';
import type { MaterialDatabase, SecretDocument } from './material-database';

export const secretId = (organizationId: string, secretVersion: number): string => `${organizationId}/${secretVersion}`;

/**
 * Sealed organization secrets.
 *
 * Without transactions over several documents, a value sealed by an old secret could be stored between the look that finds
 * none and the deletion of the secret, and nobody could ever open it. So whoever destroys condemns first, looks, and deletes
 * only what is still condemned by the sweep; and whoever has stored a value reads the secret once more (as `Values` does), which
 * reprieves a condemned one that is in use again. Either that look finds the value, or that read finds the condemned secret.
 */
export const sealedSecrets = ({
  mongo,
  secrets,
  values,
  vaultKeys,
}: MaterialDatabase): Pick<
  MaterialStore,
  'addSecret' | 'highestSecret' | 'secret' | 'destroySecretsBefore' | 'destroySecrets'
> => {
  const seals = async (organizationId: string, secretVersion: number | { $lt: number }): Promise<boolean> => {
    const filter = { organizationId: { $eq: organizationId }, secretVersion };
    const keys = await mongo.call(() => vaultKeys.findOne(filter, { projection: { _id: 1 } }));
    return keys !== null || (await mongo.call(() => values.findOne(filter, { projection: { _id: 1 } }))) !== null;
  };

  const reprieve = (filter: object) => mongo.call(() => secrets.updateMany(filter, { $unset: { condemnedBy: '' } }));

  const inUse = async (secret: SecretDocument): Promise<boolean> => {
    if (!(await seals(secret.organizationId, secret.secretVersion))) return false;
    await reprieve({ _id: secret._id });
    return (await mongo.call(() => secrets.findOne({ _id: secret._id }, { projection: { _id: 1 } }))) !== null;
  };

  return {
    addSecret: async ({ organizationId, secretVersion, box }) => {
      const document = { _id: secretId(organizationId, secretVersion), organizationId, secretVersion, box };
      try {
        await mongo.call(() => secrets.insertOne(document));
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    highestSecret: async (organizationId) => {
      const [highest] = await mongo.call(() =>
        secrets
          .find({ organizationId: { $eq: organizationId } }, { projection: { secretVersion: 1 } })
          .sort({ secretVersion: -1 })
          .limit(1)
          .toArray(),
      );
      return highest?.secretVersion ?? 0;
    },
    secret: async (organizationId, secretVersion) => {
      const found = await mongo.call(() => secrets.findOne({ _id: secretId(organizationId, secretVersion) }));
      if (found === null || (found.condemnedBy !== undefined && !(await inUse(found)))) return undefined;
      return { organizationId, secretVersion, box: bytesOf(found.box) };
    },
    destroySecretsBefore: async (organizationId, secretVersion) => {
      const older = { organizationId: { $eq: organizationId }, secretVersion: { $lt: secretVersion } };
      const anyLeft = async () => (await mongo.call(() => secrets.findOne(older, { projection: { _id: 1 } }))) !== null;
      if (await seals(organizationId, { $lt: secretVersion })) return !(await anyLeft());
      const condemned = { ...older, condemnedBy: randomUUID() };
      await mongo.call(() => secrets.updateMany(older, { $set: { condemnedBy: condemned.condemnedBy } }));
      // All of them or none: a value on its way from one older secret to another is sealed by one of them all the time.
      if (await seals(organizationId, { $lt: secretVersion })) {
        await reprieve(condemned);
      } else {
        await mongo.call(() => secrets.deleteMany(condemned));
      }
      return !(await anyLeft());
    },
    destroySecrets: async (organizationId) => {
      await mongo.call(() => secrets.deleteMany({ organizationId: { $eq: organizationId } }));
    },
  };
};
