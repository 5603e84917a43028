import { randomUUID } from 'node:crypto';
import type { CopyMark } from '../copy-mark';
import { openDataFile, type FileFormat } from '../../sqlite/data-file';
import type { Database } from '../../sqlite/database';
import { GroupCommit } from '../../sqlite/group-commit';
import type { Statement } from '../../sqlite/statement';
import { RowCache } from './row-cache';

const FORMAT: FileFormat = {
  mark: 'KLma',
  steps: [
    `CREATE TABLE material (
       identity_id TEXT NOT NULL, version INTEGER NOT NULL, organization_id TEXT NOT NULL, vault_id TEXT NOT NULL,
       secret_version INTEGER NOT NULL, scheme TEXT NOT NULL, box BLOB NOT NULL, stored_at INTEGER NOT NULL,
       PRIMARY KEY (identity_id, version)
     ) STRICT;
     CREATE INDEX material_by_secret ON material (organization_id, secret_version);
     CREATE TABLE retired (
       identity_id TEXT NOT NULL, version INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (identity_id, version)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE secret (
       organization_id TEXT NOT NULL, secret_version INTEGER NOT NULL, box BLOB NOT NULL,
       PRIMARY KEY (organization_id, secret_version)
     ) STRICT;
     CREATE TABLE vault_keys (
       vault_id TEXT PRIMARY KEY, organization_id TEXT NOT NULL, salt BLOB NOT NULL, history_key BLOB NOT NULL,
       secret_version INTEGER NOT NULL
     ) STRICT;
     CREATE INDEX vault_keys_by_secret ON vault_keys (organization_id, secret_version);
     CREATE TABLE request (
       key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, since INTEGER NOT NULL, begun_at INTEGER, receipt TEXT
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX request_by_age ON request (since);
     CREATE TABLE root_key (fingerprint TEXT NOT NULL) STRICT;
     CREATE TABLE checkpoint (name TEXT PRIMARY KEY, position TEXT NOT NULL) STRICT, WITHOUT ROWID;`,
    'CREATE TABLE origin (log_id TEXT NOT NULL) STRICT',
    'CREATE TABLE store (id TEXT NOT NULL) STRICT',
    'ALTER TABLE checkpoint ADD COLUMN event_id TEXT; ALTER TABLE checkpoint ADD COLUMN mark TEXT',
    "CREATE INDEX material_v1 ON material (organization_id, identity_id, version) WHERE scheme = 'v1'",
    `CREATE TABLE own_key (
       name TEXT NOT NULL, version INTEGER NOT NULL, made_at INTEGER NOT NULL, box BLOB NOT NULL,
       PRIMARY KEY (name, version)
     ) STRICT;
     ALTER TABLE root_key ADD COLUMN former TEXT;
     ALTER TABLE root_key ADD COLUMN broken INTEGER;
     ALTER TABLE root_key ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
     CREATE TABLE log_seal (mark TEXT NOT NULL) STRICT`,
    'CREATE TABLE moving (standing TEXT NOT NULL) STRICT',
  ],
};

/** The file of what must not lie in the log: sealed values and keys, and the notes of requests and policies. */
export class MaterialFile {
  readonly database: Database;
  private readonly group: GroupCommit;
  private readonly caches: Pick<RowCache<object>, 'empty'>[] = [];

  /** Throws what `openDataFile` throws. */
  constructor(path: string) {
    this.database = openDataFile(path, FORMAT, { secureDelete: true });
    this.group = new GroupCommit(this.database);
  }

  /** Tells this file from every other one, for as long as it and its copies live. */
  id(): string {
    const found = this.database.prepare<{ id: string }>('SELECT id FROM store').get()?.id;
    if (found !== undefined) return found;
    const made = randomUUID();
    this.database.prepare('INSERT INTO store VALUES (?)').run([made]);
    return made;
  }

  /** Which log it goes with; undefined while it was bound to none. */
  logId(): string | undefined {
    return this.database.prepare<{ log_id: string }>('SELECT log_id FROM origin').get()?.log_id;
  }

  /** From now on it goes with this log. */
  bindTo(logId: string): void {
    if (this.logId() === undefined) this.database.prepare('INSERT INTO origin VALUES (?)').run([logId]);
  }

  /** What stands here of the seal of the log. */
  sealMark(): string | undefined {
    return this.database.prepare<{ mark: string }>('SELECT mark FROM log_seal').get()?.mark;
  }

  keepSealMark(mark: string): void {
    this.database.transaction(() => {
      this.database.exec('DELETE FROM log_seal');
      this.database.prepare('INSERT INTO log_seal VALUES (?)').run([mark]);
    });
  }

  moving(): CopyMark | undefined {
    const found = this.database.prepare<{ standing: string }>('SELECT standing FROM moving').get();
    return found && (JSON.parse(found.standing) as CopyMark);
  }

  setMoving(moving: CopyMark | undefined): void {
    this.database.transaction(() => {
      this.database.exec('DELETE FROM moving');
      if (moving !== undefined) this.database.prepare('INSERT INTO moving VALUES (?)').run([JSON.stringify(moving)]);
    });
  }

  /** What it holds is that of another store from now on, under its name. */
  become(id: string, logId: string): void {
    this.database.transaction(() => {
      this.database.exec('DELETE FROM store; DELETE FROM origin');
      this.database.prepare('INSERT INTO store VALUES (?)').run([id]);
      this.database.prepare('INSERT INTO origin VALUES (?)').run([logId]);
    });
  }

  /** Durable when answered; see {@link GroupCommit.write}. */
  write<T>(work: () => T): Promise<T> {
    return this.group.write(work);
  }

  /** What a statement answers, kept in memory. See {@link RowCache}. */
  cached<R extends object>(get: Statement<R>): RowCache<R> {
    const cache = new RowCache(get);
    this.caches.push(cache);
    return cache;
  }

  /**
   * A write that deletes. Answered when the deleted bytes are gone: SQLite overwrites them in the file, and the WAL, which
   * still has the pages as they were, is emptied. Repeat it after an error.
   */
  async destroy(work: () => void): Promise<void> {
    await this.group.write(() => {
      work();
      this.caches.forEach((cache) => cache.empty());
    });
    this.database.truncateWal();
  }

  close(): void {
    this.group.close();
    this.caches.forEach((cache) => cache.empty());
    this.database.settle();
    this.database.close();
  }
}
