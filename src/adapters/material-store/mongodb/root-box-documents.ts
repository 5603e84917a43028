import type { Collection } from 'mongodb';
import type { OwnKeyName } from '../../../kernel/own-keys';
import type { RootBox, RootBoxes } from '../../../kernel/root-boxes';
import type { Mongo, StoredByName } from '../../mongodb/mongo';
import { isDuplicateKey } from '../../mongodb/mongo-error';
import { bytesOf } from './bytes-of';
import type { MaterialDatabase } from './material-database';
import { ownKeyId } from './own-key-documents';
import { secretId } from './sealed-secrets';

async function* pagesOf<T extends StoredByName>(
  mongo: Mongo,
  collection: Collection<T>,
  limit: number,
): AsyncIterable<readonly T[]> {
  for (let after = ''; ;) {
    const filter = { _id: { $gt: after } } as object;
    const page = await mongo.call(() => collection.find(filter).sort({ _id: 1 }).limit(limit).toArray());
    const last = page.at(-1);
    if (last === undefined) return;
    yield page as unknown as readonly T[];
    after = last._id as unknown as string;
  }
}

async function* allPages(
  { mongo, secrets, vaultKeys, ownKeys }: MaterialDatabase,
  limit: number,
): AsyncIterable<readonly RootBox[]> {
  for await (const page of pagesOf(mongo, secrets, limit)) {
    yield page.map(({ organizationId, secretVersion, box }) => ({
      kind: 'secret',
      organizationId,
      secretVersion,
      box: bytesOf(box),
    }));
  }
  for await (const page of pagesOf(mongo, vaultKeys, limit)) {
    yield page.map(({ _id: vaultId, organizationId, salt }) => ({
      kind: 'salt',
      organizationId,
      vaultId,
      box: bytesOf(salt),
    }));
  }
  for await (const page of pagesOf(mongo, ownKeys, limit)) {
    yield page.map(({ name, version, madeAt, box }) => ({
      kind: 'own-key',
      name: name as OwnKeyName,
      version,
      madeAt,
      box: bytesOf(box),
    }));
  }
}

/** What lies straight under the root key in a database of any number of nodes, and which root key that is. */
export const rootBoxDocuments = (database: MaterialDatabase): RootBoxes => {
  const { mongo, marks, secrets, vaultKeys, ownKeys } = database;
  const replace = async (read: RootBox, box: Uint8Array): Promise<unknown> => {
    const was = { $eq: read.box };
    if (read.kind === 'secret') {
      const filter = { _id: secretId(read.organizationId, read.secretVersion), box: was };
      return secrets.updateOne(filter, { $set: { box } });
    }
    if (read.kind === 'salt') {
      const filter = { _id: read.vaultId, salt: was };
      return vaultKeys.updateOne(filter, { $set: { salt: box } });
    }
    const filter = { _id: ownKeyId(read.name, read.version), box: was };
    return ownKeys.updateOne(filter, { $set: { box } });
  };
  return {
    mark: async () => {
      const found = await marks.rootKey();
      if (found === undefined) return undefined;
      const { value: fingerprint, generation = 1, former, broken } = found;
      return {
        fingerprint,
        generation,
        ...(former === undefined ? {} : { former }),
        ...(broken === undefined ? {} : { broken }),
      };
    },
    setMark: async ({ fingerprint, ...rest }, instead) => {
      const mark = { value: fingerprint, ...rest };
      try {
        return await marks.setRootKey(mark, instead);
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    pages: (limit) => allPages(database, limit),
    replace: async (changes) => {
      for (const { read, box } of changes) await mongo.call(() => replace(read, box));
    },
  };
};
