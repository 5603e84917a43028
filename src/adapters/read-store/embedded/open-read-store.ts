import { StoreDamaged } from '../../../kernel/store-errors';
import { embeddedPresence } from '../../presence/embedded-presence';
import { GroupCommit } from '../../sqlite/group-commit';
import type { OpenedReads } from '../opened-reads';
import { EmbeddedReadStore } from './embedded-read-store';
import { embeddedSnapshots } from './embedded-snapshots';
import { openReadFile } from './read-file';

/** Opens the read models of a log. One filled from another log is refused: it would show what never happened here. */
export const openReadStore = async (path: string, logId: string): Promise<OpenedReads> => {
  const database = openReadFile(path);
  const commits = new GroupCommit(database);
  const store = new EmbeddedReadStore(database, commits);
  if (!(await store.belongsTo(logId))) {
    database.close();
    throw new StoreDamaged('reads.db was filled from another log; delete it, it is rebuilt from the log');
  }
  const close = (): void => {
    commits.close();
    database.settle();
    database.close();
  };
  const beside = { presence: embeddedPresence(database, commits), snapshots: embeddedSnapshots(database, commits) };
  return { store, ...beside, close };
};
