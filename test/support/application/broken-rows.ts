import { join } from 'node:path';
import { Database } from '../../../src/adapters/sqlite/database';

/** Changes rows of a closed application's `events.db`, as a failing disk or a hand would. */
export const breakRows = (dataDir: string, sql: string): void => {
  const database = new Database(join(dataDir, 'events.db'));
  database.exec(sql);
  database.close();
};
