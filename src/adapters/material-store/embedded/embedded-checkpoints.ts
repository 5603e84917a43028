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
