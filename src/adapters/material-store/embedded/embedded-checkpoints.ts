import type { Checkpoints } from '../../../kernel/checkpoints';
import type { MaterialFile } from './material-file';

/** How far each policy of one node has worked. */
export const embeddedCheckpoints = (file: MaterialFile): Checkpoints => {
  const find = file.database.prepare<{ position: string }>('SELECT position FROM checkpoint WHERE name = ?');
  const advance = file.database.prepare(
    `INSERT INTO checkpoint VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET position = excluded.position WHERE excluded.position > position`,
  );

  return {
    get: async (name) => find.get([name])?.position,
    set: async (name, position) => {
      await file.write(() => advance.run([name, position]));
    },
  };
};

/** The places of all policies, by their names. */
export const allCheckpoints = (file: MaterialFile): Readonly<Record<string, string>> =>
  Object.fromEntries(
    file.database
      .prepare<{ name: string; position: string }>('SELECT name, position FROM checkpoint')
      .all()
      .map(({ name, position }) => [name, position]),
  );
