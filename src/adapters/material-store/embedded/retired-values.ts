import type { RetiredHash } from '../../../kernel/material';
import type { MaterialStore } from '../../../kernel/material-store';
import type { MaterialFile } from './material-file';

/** Keyed hashes of retired values, by identity. */
export const retiredValues = (file: MaterialFile): Pick<MaterialStore, 'remember' | 'history'> => {
  const { database } = file;
  const remember = database.prepare('INSERT OR IGNORE INTO retired VALUES (?, ?, ?)');
  const forgetOlder = database.prepare(
    `DELETE FROM retired WHERE identity_id = ?1 AND version <=
       (SELECT version FROM retired WHERE identity_id = ?1 ORDER BY version DESC LIMIT 1 OFFSET ?2)`,
  );
  const history = database.prepare<RetiredHash>(
    'SELECT version, hash FROM retired WHERE identity_id = ? ORDER BY version DESC',
  );

  return {
    remember: (identityId, { version, hash }, keep) =>
      file.write(() => {
        remember.run([identityId, version, hash]);
        forgetOlder.run([identityId, keep]);
      }),
    history: async (identityId) => history.all([identityId]),
  };
};
