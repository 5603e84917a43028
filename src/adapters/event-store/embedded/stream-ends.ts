import type { Database } from '../../sqlite/database';

/** How far each stream has come, beside its events: what is lost at the end of a stream, or all of it, leaves no gap there. */
export const STREAM_ENDS = `
  CREATE TABLE stream_ends (
    stream TEXT NOT NULL PRIMARY KEY, revision INTEGER NOT NULL, position INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX stream_ends_by_position ON stream_ends (position)`;

/** The last event of a stream. */
export interface StreamEnd {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
}

/** A log that ends before these was put back as a whole: no stream has lost what none of it knows. */
const FORGET_BEYOND = `
  INSERT OR REPLACE INTO stream_ends
  SELECT events.stream, max(events.revision), max(events.position) FROM events
  JOIN stream_ends ON stream_ends.stream = events.stream WHERE stream_ends.position > ? GROUP BY events.stream`;

/** What was written by a release that knew nothing of the ends. */
const LEARN_AFTER = `
  INSERT INTO stream_ends
  SELECT stream, max(revision), max(position) FROM events WHERE position > ? GROUP BY stream
  ON CONFLICT (stream) DO UPDATE SET revision = excluded.revision, position = excluded.position
  WHERE excluded.revision > stream_ends.revision`;

/** The table of the streams' last events. Written with the events, in one transaction. */
export class StreamEnds {
  private readonly statements;

  /** `last`: position of the log's last event. */
  constructor(database: Database, last: number) {
    const prepare = <R>(sql: string) => database.prepare<R>(sql);
    this.statements = {
      of: prepare<{ revision: number }>('SELECT revision FROM stream_ends WHERE stream = ?'),
      set: prepare('INSERT OR REPLACE INTO stream_ends (stream, revision, position) VALUES (?, ?, ?)'),
      between: prepare<{ stream: string }>(
        'SELECT stream FROM stream_ends WHERE position > ? AND position < ? ORDER BY position',
      ),
    };
    const farthest = () =>
      prepare<{ position: number | null }>('SELECT max(position) AS position FROM stream_ends').get()?.position ?? 0;
    if (farthest() > last) {
      database.transaction(() => {
        prepare(FORGET_BEYOND).run([last]);
        prepare('DELETE FROM stream_ends WHERE position > ?').run([last]);
      });
    }
    if (farthest() < last) prepare(LEARN_AFTER).run([farthest()]);
  }

  /** -1 for one that never was. */
  of(stream: string): number {
    return this.statements.of.get([stream])?.revision ?? -1;
  }

  set({ stream, revision, position }: StreamEnd): void {
    this.statements.set.run([stream, revision, position]);
  }

  /** Streams whose last event stood between two positions, exclusive. */
  between(after: number, before: number): readonly string[] {
    return this.statements.between.all([after, before]).map(({ stream }) => stream);
  }
}
