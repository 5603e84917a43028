import type { Checkpoints } from '../../../kernel/checkpoints';
import { markFromText, markToText } from '../../marks/stored-mark';
import type { MaterialFile } from './material-file';

/** How far each policy of one node has worked. */
export const embeddedCheckpoints = (file: MaterialFile): Checkpoints => {
  const find = file.database.prepare<{ position: string; mark: string | null }>(
    'SELECT position, mark FROM checkpoint WHERE name = ?',
  );
  const begin = file.database.prepare(
    `INSERT INTO checkpoint (position, event_id, mark, name) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING`,
  );
  const move = file.database.prepare(
    `UPDATE checkpoint SET position = ?, event_id = ?, mark = ?
     WHERE name = ? AND position = ? AND (event_id IS ? OR ? IS NULL)`,
  );

  return {
    get: async (name) => {
      const row = find.get([name]);
      return row && markFromText(row.position, row.mark);
    },
    set: async (name, mark, before) => {
      const values = [mark.position, mark.fact?.eventId, markToText(mark), name] as const;
      const known = before?.fact?.eventId;
      return file.write(() => {
        const { changes } =
          before === undefined ? begin.run(values) : move.run([...values, before.position, known, known]);
        return changes > 0;
      });
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
