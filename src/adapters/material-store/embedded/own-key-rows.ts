import type { OwnKeyStore, SealedOwnKey } from '../../../kernel/own-keys';
import type { MaterialFile } from './material-file';

/** The server's own keys, sealed, a row a version. */
export const ownKeyRows = (file: MaterialFile): OwnKeyStore => {
  const { database } = file;
  const all = database.prepare<SealedOwnKey>(
    'SELECT name, version, made_at AS madeAt, box FROM own_key ORDER BY name, version',
  );
  const add = database.prepare('INSERT OR IGNORE INTO own_key VALUES (?, ?, ?, ?)');
  const destroy = database.prepare('DELETE FROM own_key WHERE name = ? AND version = ?');
  return {
    all: async () => all.all(),
    add: ({ name, version, madeAt, box }) => file.write(() => add.run([name, version, madeAt, box]).changes === 1),
    destroy: (name, version) => file.destroy(() => destroy.run([name, version])),
  };
};
