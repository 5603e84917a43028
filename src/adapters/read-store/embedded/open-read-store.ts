import { dirname, join } from 'node:path';
import { StoreDamaged } from '../../../kernel/store-errors';
import { embeddedPresence } from '../../presence/embedded-presence';
import { openPresenceFile, takeOverPresence } from '../../presence/presence-file';
import { GroupCommit } from '../../sqlite/group-commit';
import type { OpenedReads } from '../opened-reads';
import { EmbeddedReadStore } from './embedded-read-store';
import { embeddedSnapshots } from './embedded-snapshots';
import { openWholeReads } from './open-whole-reads';

/** All read models write at nearly the same time; each may, and a checkout is served between two of them. */
const TURN_MS = 4;

/**
 * Opens the read models of a log; a damaged file is set aside and they are built anew. One filled from another log is refused:
 * it would show what never happened here.
 */
export const openReadStore = async (
  path: string,
  logId: string,
  onWarning?: (warning: string) => void,
): Promise<OpenedReads> => {
  const { database, close } = openWholeReads(path, onWarning);
  const commits = new GroupCommit(database, { turnMs: TURN_MS });
  const store = new EmbeddedReadStore(database, commits);
  if (!(await store.belongsTo(logId))) {
    database.close();
    throw new StoreDamaged('reads.db was filled from another log; delete it, it is rebuilt from the log');
  }
  const seen = openPresenceFile(join(dirname(path), 'presence.db'));
  takeOverPresence(seen, database);
  const seenCommits = new GroupCommit(seen);
  return {
    store,
    presence: embeddedPresence(seen, seenCommits),
    snapshots: embeddedSnapshots(database, commits),
    close: () => {
      commits.close();
      close();
      seenCommits.close();
      seen.settle();
      seen.close();
    },
  };
};
