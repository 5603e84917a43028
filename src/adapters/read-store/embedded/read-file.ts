import { openDataFile, type FileFormat } from '../../sqlite/data-file';
import { PRESENCE_TABLE, TOKEN_USE_TABLE } from '../../presence/embedded-presence';
import { SNAPSHOT_TABLE } from './embedded-snapshots';
import type { Database } from '../../sqlite/database';

const FORMAT: FileFormat = {
  mark: 'KLre',
  steps: [
    `CREATE TABLE build (
       model TEXT NOT NULL, version INTEGER NOT NULL, generation INTEGER NOT NULL, active INTEGER NOT NULL,
       position TEXT NOT NULL, PRIMARY KEY (model, version, generation)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE origin (log_id TEXT NOT NULL) STRICT`,
    PRESENCE_TABLE,
    'ALTER TABLE build ADD COLUMN event_id TEXT; ALTER TABLE build ADD COLUMN mark TEXT',
    TOKEN_USE_TABLE,
    SNAPSHOT_TABLE,
  ],
};

/** `reads.db`: everything in it can be rebuilt, so nothing waits for the disk. Who was seen lay here before it had a file of its own. */
export const openReadFile = (path: string, { onDamage = (): void => undefined } = {}): Database =>
  openDataFile(path, FORMAT, { synchronous: 'off', cacheKiB: 16 * 1024, checkpointPages: 8000, onDamage });
