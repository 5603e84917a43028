import type { KeptSnapshot, StreamSnapshots } from '../../../kernel/stream-snapshots';
import type { Database } from '../../sqlite/database';
import type { GroupCommit } from '../../sqlite/group-commit';

/** A table of `reads.db`, which whoever opens the file makes. */
export const SNAPSHOT_TABLE =
  'CREATE TABLE stream_snapshot (stream TEXT PRIMARY KEY, code TEXT NOT NULL, text TEXT NOT NULL) STRICT';

/** {@link StreamSnapshots} beside the read models: whoever deletes the file loses nothing. */
export const embeddedSnapshots = (database: Database, commits: GroupCommit): StreamSnapshots => {
  const find = database.prepare<KeptSnapshot>('SELECT stream, code, text FROM stream_snapshot WHERE stream = ?');
  const put = database.prepare('INSERT OR REPLACE INTO stream_snapshot VALUES (?, ?, ?)');
  const drop = database.prepare('DELETE FROM stream_snapshot WHERE stream = ?');
  return {
    find: async (stream) => find.get([stream]),
    put: ({ stream, code, text }) => commits.write(() => void put.run([stream, code, text])),
    drop: (stream) => commits.write(() => void drop.run([stream])),
  };
};
