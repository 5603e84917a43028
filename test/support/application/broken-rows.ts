import { join } from 'node:path';
import { Database } from '../../../src/adapters/sqlite/database';

/** Changes rows of a file nobody has open, as a failing disk or a hand would. */
export const breakRowsOf =
  (sql: string) =>
  (path: string): void => {
    const database = new Database(path);
    database.exec(sql);
    database.close();
  };

/** The same of a closed application's `events.db`. */
export const breakRows = (dataDir: string, sql: string): void => breakRowsOf(sql)(join(dataDir, 'events.db'));
