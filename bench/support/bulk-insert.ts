import { rmSync } from 'node:fs';
import type { SqlValue } from '../../src/adapters/sqlite/bind-value';
import { Database } from '../../src/adapters/sqlite/database';
import { unpacked } from './unpacked';

const PER_TRANSACTION = 10_000;
const OPTIONS = { synchronous: 'normal', cacheKiB: 32 * 1024 } as const;

interface Made {
  readonly type: string;
  readonly name: string;
  readonly sql: string;
}

type Row = Readonly<Record<string, SqlValue>> & { readonly row: number };

/**
 * Inserts every row of a read model into a table of the same columns and indexes in another file; answers the ms it
 * took, without those for reading the rows.
 */
export const bulkInsert = (readsPath: string, model: string, path: string): number => {
  const source = new Database(readsPath, OPTIONS);
  const made = source
    .prepare<Made>(
      "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name GLOB ? AND sql IS NOT NULL ORDER BY type = 'index'",
    )
    .all([`documents_${model}_v*`]);
  const table = made[0]?.name ?? '';
  const target = new Database(path, OPTIONS);
  made.forEach(({ sql }) => target.exec(sql));
  const textOf = unpacked(source, table);
  const page = source.prepare<Row>(`SELECT rowid AS row, * FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT ?`);
  let ms = 0;
  let rows = page.all([0, PER_TRANSACTION]);
  const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== 'row');
  const insert = target.prepare(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  while (rows.length > 0) {
    const values = rows.map((row) => columns.map((column) => (column === 'doc' ? textOf(row[column]) : row[column])));
    const began = performance.now();
    target.transaction(() => values.forEach((each) => insert.run(each)));
    ms += performance.now() - began;
    rows = page.all([rows.at(-1)?.row, PER_TRANSACTION]);
  }
  source.close();
  target.close();
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    rmSync(file, { force: true });
  }
  return ms;
};
