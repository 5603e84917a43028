import type { MaterialAddress, SealedMaterial } from '../../../kernel/material';
import type { MaterialStore } from '../../../kernel/material-store';
import { isDuplicateKey } from '../../mongodb/mongo-error';
import { bytesOf } from './bytes-of';
import type { MaterialDatabase, ValueDocument } from './material-database';

/** Sorts as (identity, version) does: the slash comes before every letter and digit an id is made of. */
export const valueId = (identityId: string, version: number): string =>
  `${identityId}/${String(version).padStart(10, '0')}`;

const toDocument = (m: SealedMaterial): Omit<ValueDocument, '_id'> => ({
  organizationId: m.organizationId,
  vaultId: m.vaultId,
  identityId: m.identityId,
  version: m.version,
  secretVersion: m.secretVersion,
  scheme: m.scheme,
  box: m.box,
  storedAt: m.storedAt,
});

const toMaterial = ({ _id, box, ...rest }: ValueDocument): SealedMaterial =>
  ({ ...rest, box: bytesOf(box) }) as SealedMaterial;

const ADDRESS = { _id: 0, organizationId: 1, vaultId: 1, identityId: 1, version: 1 } as const;

type SealedValues = Pick<
  MaterialStore,
  | 'add'
  | 'replace'
  | 'upgrade'
  | 'get'
  | 'versions'
  | 'destroy'
  | 'destroyIdentity'
  | 'scan'
  | 'sealedBefore'
  | 'countSealedBefore'
  | 'legacy'
>;

/** Sealed values, a document each, named by identity and version. */
export const sealedValues = ({ mongo, values, retired }: MaterialDatabase): SealedValues => ({
  add: async (material) => {
    const document = { _id: valueId(material.identityId, material.version), ...toDocument(material) };
    try {
      await mongo.call(() => values.insertOne(document));
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  },
  replace: async (material, oldSecretVersion) => {
    const filter = { _id: valueId(material.identityId, material.version), secretVersion: oldSecretVersion };
    const { matchedCount } = await mongo.call(() => values.replaceOne(filter, toDocument(material)));
    return matchedCount === 1;
  },
  upgrade: async (material) => {
    const filter = { _id: valueId(material.identityId, material.version), scheme: 'v1' };
    const { matchedCount } = await mongo.call(() => values.replaceOne(filter, toDocument(material)));
    return matchedCount === 1;
  },
  get: async (identityId, version) => {
    const found = await mongo.call(() => values.findOne({ _id: valueId(identityId, version) }));
    return found === null ? undefined : toMaterial(found);
  },
  versions: async (identityId) => {
    const found = await mongo.call(() =>
      values
        .find({ identityId: { $eq: identityId } }, { projection: { _id: 0, version: 1 } })
        .sort({ version: 1 })
        .toArray(),
    );
    return found.map(({ version }) => version);
  },
  destroy: async (identityId, version) => {
    await mongo.call(() => values.deleteOne({ _id: valueId(identityId, version) }));
  },
  destroyIdentity: async (identityId) => {
    await mongo.call(() => values.deleteMany({ identityId: { $eq: identityId } }));
    await mongo.call(() => retired.deleteOne({ _id: { $eq: identityId } }));
  },
  scan: async ({ storedBefore, after, limit }) => {
    const from = valueId(after?.identityId ?? '', after?.version ?? 0);
    const found = await mongo.call(() =>
      values
        .find({ _id: { $gt: from }, storedAt: { $lt: storedBefore } }, { projection: ADDRESS })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray(),
    );
    return found as unknown as readonly MaterialAddress[];
  },
  sealedBefore: async (organizationId, secretVersion, limit) => {
    const found = await mongo.call(() =>
      values
        .find({ organizationId: { $eq: organizationId }, secretVersion: { $lt: secretVersion } })
        .sort({ secretVersion: 1 })
        .limit(limit)
        .toArray(),
    );
    return found.map(toMaterial);
  },
  countSealedBefore: (organizationId, secretVersion) =>
    mongo.call(() =>
      values.countDocuments({ organizationId: { $eq: organizationId }, secretVersion: { $lt: secretVersion } }),
    ),
  legacy: async (organizationId, { after, limit }) => {
    const from = valueId(after?.identityId ?? '', after?.version ?? 0);
    const found = await mongo.call(() =>
      values
        .find({ organizationId: { $eq: organizationId }, scheme: 'v1', _id: { $gt: from } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray(),
    );
    return found.map(toMaterial);
  },
});
