import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from '../../../src/adapters/sqlite/database';

/** An event as it lies in a store, for who writes there past every server. */
export interface RawFact {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  /** Written in the place of `data`, as it stands. */
  readonly text?: string;
}

export type Rewrite = (facts: readonly RawFact[]) => readonly RawFact[];

interface Row extends Omit<RawFact, 'data' | 'metadata' | 'text'> {
  readonly data: string;
  readonly metadata: string;
}

const COLUMNS = ['position', 'stream', 'revision', 'id', 'type', 'data', 'metadata'] as const;

/** What lies in a closed application's `events.db` becomes another log; how far its streams had come is left as it was. */
export const rewriteFile = (dataDir: string, rewrite: Rewrite): void => {
  const database = new Database(join(dataDir, 'events.db'));
  const rows = database.prepare<Row>(`SELECT ${COLUMNS.join(', ')} FROM events ORDER BY position`).all();
  const facts = rewrite(
    rows.map((row) => ({ ...row, data: JSON.parse(row.data), metadata: JSON.parse(row.metadata) })),
  );
  database.transaction(() => {
    database.exec('DELETE FROM events');
    const insert = database.prepare(`INSERT INTO events (${COLUMNS.join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?)`);
    for (const { data, text = JSON.stringify(data), metadata, ...fact } of facts) {
      const row: Row = { ...fact, data: text, metadata: JSON.stringify(metadata) };
      insert.run(COLUMNS.map((column) => row[column]));
    }
  });
  database.close();
};

const decoded = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString());
  } catch {
    return {};
  }
};
const encoded = (text: string): string => Buffer.from(text).toString('base64');

/** What a server says of an event besides, of one that a rewrite puts in. */
const ADDED = { contentType: 'application/json', created: '0' };

/** The same of the file of an EventStoreDB double that does not run. */
export const rewriteDouble = (path: string, rewrite: Rewrite): void => {
  const lines = readFileSync(path, 'utf8').split('\n');
  const stored = lines.filter((line) => line !== '').flatMap((line) => JSON.parse(line) as Row[]);
  const ours = stored.filter(({ stream }) => !stream.startsWith('$'));
  const facts = rewrite(ours.map((row) => ({ ...row, data: decoded(row.data), metadata: decoded(row.metadata) }))).map(
    ({ data, text = JSON.stringify(data), metadata, ...fact }) => ({
      ...ADDED,
      ...fact,
      data: encoded(text),
      metadata: encoded(JSON.stringify(metadata)),
    }),
  );
  const all = [...stored.filter(({ stream }) => stream.startsWith('$')), ...facts];
  all.sort((one, other) => one.position - other.position);
  writeFileSync(path, all.map((row) => `${JSON.stringify([row])}\n`).join(''));
};
