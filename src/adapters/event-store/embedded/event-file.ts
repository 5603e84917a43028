import type { Position } from '../../../kernel/position';
import { BEFORE_FIRST } from '../../../kernel/position';
import type { StoredFact } from '../../../kernel/facts/fact-classifier';
import { openDataFile, type FileFormat } from '../../sqlite/data-file';
import type { Database } from '../../sqlite/database';
import { STREAM_ENDS, StreamEnds } from './stream-ends';

const FORMAT: FileFormat = {
  mark: 'KLev',
  steps: [
    `CREATE TABLE events (
       position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL,
       type TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL
     ) STRICT;
     CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
     CREATE INDEX events_by_id ON events (id);
     CREATE TABLE log (id TEXT NOT NULL) STRICT;
     INSERT INTO log VALUES (lower(hex(randomblob(16))))`,
    STREAM_ENDS,
  ],
};

interface Row {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

const COLUMNS = 'position, stream, revision, id, type, data, metadata';
const DIGITS = 16;

/** Positions count from 1; as strings they have sixteen digits, so that they compare as they count. */
export const toPosition = (position: number): Position =>
  position === 0 ? BEFORE_FIRST : String(position).padStart(DIGITS, '0');

export const fromPosition = (position: Position): number => (position === BEFORE_FIRST ? 0 : Number(position));

/** Undefined for what is no JSON. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const toStored = (row: Row): StoredFact => ({
  id: row.id,
  stream: row.stream,
  revision: row.revision,
  position: toPosition(row.position),
  type: row.type,
  data: parsed(row.data),
  metadata: parsed(row.metadata),
  texts: row,
});

const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ');

/** `events.db`: the log's table and its statements. */
export class EventFile {
  readonly database: Database;
  readonly ends: StreamEnds;
  private readonly statements;

  /** Throws what `openDataFile` throws. */
  constructor(path: string) {
    this.database = openDataFile(path, FORMAT);
    const prepare = <R>(sql: string) => this.database.prepare<R>(sql);
    this.statements = {
      insert: prepare(`INSERT INTO events (${COLUMNS}) VALUES (${marks(7)})`),
      lastRevision: prepare<{ revision: number }>(
        'SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1',
      ),
      lastPosition: prepare<{ position: number }>('SELECT position FROM events ORDER BY position DESC LIMIT 1'),
      byId: prepare<{ revision: number; position: number }>(
        'SELECT revision, position FROM events WHERE id = ? AND stream = ?',
      ),
      streamForwards: prepare<Row>(
        `SELECT ${COLUMNS} FROM events WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?`,
      ),
      streamBackwards: prepare<Row>(
        `SELECT ${COLUMNS} FROM events WHERE stream = ? AND revision <= ? ORDER BY revision DESC LIMIT ?`,
      ),
      count: prepare<{ events: number }>('SELECT count(*) AS events FROM events WHERE stream = ? AND revision <= ?'),
      allForwards: prepare<Row>(`SELECT ${COLUMNS} FROM events WHERE position > ? ORDER BY position LIMIT ?`),
      allBackwards: prepare<Row>(`SELECT ${COLUMNS} FROM events WHERE position < ? ORDER BY position DESC LIMIT ?`),
    };
    this.ends = new StreamEnds(this.database, this.lastPosition());
  }

  /** Made with the file, kept for ever: tells this log from every other one. */
  logId(): string {
    return this.database.prepare<{ id: string }>('SELECT id FROM log').get()?.id ?? '';
  }

  /** Of a log without events that is made to be another one's copy. */
  become(logId: string): void {
    this.database.prepare('UPDATE log SET id = ?').run([logId]);
  }

  lastPosition(): number {
    return this.statements.lastPosition.get()?.position ?? 0;
  }

  /** -1 when there never was such a stream. What was lost at its end counts: a revision is never given again. */
  lastRevision(stream: string): number {
    return Math.max(this.statements.lastRevision.get([stream])?.revision ?? -1, this.ends.of(stream));
  }

  find(stream: string, id: string): { revision: number; position: number } | undefined {
    return this.statements.byId.get([id, stream]);
  }

  insert(position: number, stream: string, revision: number, id: string, type: string, data: string, metadata: string) {
    this.statements.insert.run([position, stream, revision, id, type, data, metadata]);
  }

  stream(stream: string, from: number, limit: number, backwards: boolean): readonly StoredFact[] {
    const statement = backwards ? this.statements.streamBackwards : this.statements.streamForwards;
    return statement.all([stream, from, limit]).map(toStored);
  }

  /** How many events of the stream are there up to a revision. */
  count(stream: string, upTo: number): number {
    return this.statements.count.get([stream, upTo])?.events ?? 0;
  }

  /** Exclusive of `from`. */
  all(from: number, limit: number, backwards: boolean): readonly StoredFact[] {
    return (backwards ? this.statements.allBackwards : this.statements.allForwards).all([from, limit]).map(toStored);
  }

  close(): void {
    this.database.settle();
    this.database.close();
  }
}
