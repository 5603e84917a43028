import type { MaterialStore } from '../../../kernel/material-store';
import { isDuplicateKey } from '../../mongodb/mongo-error';
import type { MaterialDatabase } from './material-database';

/** Keyed hashes of retired values: one document an identity, so that the newest few are kept in one step. */
export const retiredValues = ({ mongo, retired }: MaterialDatabase): Pick<MaterialStore, 'remember' | 'history'> => ({
  remember: async (identityId, { version, hash }, keep) => {
    const push = { $push: { retired: { $each: [{ version, hash }], $sort: { version: -1 as const }, $slice: keep } } };
    const unlessThere = { _id: identityId, 'retired.version': { $ne: version } };
    for (;;) {
      try {
        await mongo.call(() => retired.updateOne(unlessThere, push, { upsert: true }));
        return;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      // Either this version stands there, or another one came there first at this very moment.
      const found = await mongo.call(() => retired.findOne({ _id: identityId, 'retired.version': version }));
      if (found !== null) return;
    }
  },
  history: async (identityId) => (await mongo.call(() => retired.findOne({ _id: { $eq: identityId } })))?.retired ?? [],
});
