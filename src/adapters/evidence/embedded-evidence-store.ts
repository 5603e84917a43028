import type { EvidenceStore, KeptCheckpoint } from '../../kernel/evidence-store';
import { openDataFile, type FileFormat } from '../sqlite/data-file';
import type { Database } from '../sqlite/database';
import { GroupCommit } from '../sqlite/group-commit';

const FORMAT: FileFormat = {
  mark: 'KLev',
  steps: [
    `CREATE TABLE checkpoint (
       log INTEGER NOT NULL, size INTEGER NOT NULL, origin TEXT NOT NULL, root TEXT NOT NULL, note TEXT NOT NULL,
       vkey TEXT NOT NULL, signed_at TEXT NOT NULL, PRIMARY KEY (log, size)
     ) STRICT, WITHOUT ROWID`,
  ],
};

const COLUMNS = 'log, size, origin, root, note, vkey, signed_at AS signedAt';

/** Throws what `openDataFile` throws. */
export const openEvidenceFile = (path: string): Database => openDataFile(path, FORMAT);

/** `evidence.db`: the signed checkpoints of one node. Throws what `openDataFile` throws. */
export const openEmbeddedEvidence = (path: string): EvidenceStore & { close(): void } => {
  const database = openEvidenceFile(path);
  const group = new GroupCommit(database);
  const keep = database.prepare(
    `INSERT INTO checkpoint (log, size, origin, root, note, vkey, signed_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (log, size) DO NOTHING`,
  );
  const newest = database.prepare<KeptCheckpoint>(
    `SELECT ${COLUMNS} FROM checkpoint WHERE log = ? AND size <= ? ORDER BY size DESC LIMIT 1`,
  );
  const after = database.prepare<KeptCheckpoint>(
    `SELECT ${COLUMNS} FROM checkpoint WHERE log = ? AND size > ? ORDER BY size LIMIT ?`,
  );
  const keys = database.prepare<{ vkey: string }>('SELECT vkey FROM checkpoint GROUP BY vkey ORDER BY max(log) DESC');
  return {
    keep: ({ log, size, origin, root, note, vkey, signedAt }) =>
      group.write(() => {
        keep.run([log, size, origin, root, note, vkey, signedAt]);
      }),
    newest: async (log, atMost = Number.MAX_SAFE_INTEGER) => newest.get([log, atMost]),
    after: async (log, size, limit) => after.all([log, size, limit]),
    keys: async () => keys.all().map(({ vkey }) => vkey),
    close: () => {
      group.close();
      database.close();
    },
  };
};
