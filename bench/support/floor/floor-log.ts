import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Database } from '../../../src/adapters/sqlite/database';
import { GroupCommit } from '../../../src/adapters/sqlite/group-commit';

export interface FloorFact {
  readonly position: number;
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** An append-only log with the table, the indexes and the settings of ours: what arrives in one turn is on the disk by one commit. */
export class FloorLog {
  private readonly database: Database;
  private readonly commits: GroupCommit;
  private readonly insert;
  private position = 0;

  constructor(folder: string) {
    this.database = new Database(join(folder, 'events.db'));
    this.database.exec(`CREATE TABLE events (
        position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL,
        type TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
      CREATE INDEX events_by_id ON events (id)`);
    this.commits = new GroupCommit(this.database);
    this.insert = this.database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)');
  }

  /** Answers once it is on the disk. A revision that is there already is refused by the index. */
  append(stream: string, revision: number, { type, data, metadata }: Omit<FloorFact, 'position' | 'id'>) {
    const id = randomUUID().replaceAll('-', '');
    const [dataText, metadataText] = [JSON.stringify(data), JSON.stringify(metadata)];
    return this.commits.write((): FloorFact => {
      this.position += 1;
      this.insert.run([this.position, stream, revision, id, type, dataText, metadataText]);
      return { position: this.position, id, type, data, metadata };
    });
  }
}
