import { entryOf } from '../../kernel/entry-of';
import type { Database } from '../sqlite/database';
import { TABLES, type Part, type Row, type Table, type Tables } from './tables';

const PAGE = 500;

const list = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ');
const marks = ({ columns }: { readonly columns: readonly string[] }): string => columns.map(() => '?').join(', ');

/** Pages in the order of the key, so that no read outlives one page. */
async function* pagesOf(database: Database, { name, key, columns }: Table): AsyncIterable<readonly Row[]> {
  const order = `ORDER BY ${list(key)} LIMIT ${PAGE}`;
  const first = database.prepare<Row>(`SELECT ${list(columns)} FROM ${name} ${order}`);
  const next = database.prepare<Row>(
    `SELECT ${list(columns)} FROM ${name} WHERE (${list(key)}) > (${marks({ columns: key })}) ${order}`,
  );
  for (let page = first.all(); page.length > 0;) {
    yield page;
    const last = page.at(-1) ?? {};
    page = next.all(key.map((column) => entryOf(last, column) ?? null));
  }
}

/** The tables of the files of a data folder, of those that are there. */
export const embeddedTables = (databases: Readonly<Record<Part, Database | undefined>>): Tables => {
  const of = ({ part }: Table): Database => {
    const database = databases[part];
    if (database === undefined) throw new Error(`there is no file of ${part}`);
    return database;
  };
  return {
    read: (name) => pagesOf(of(TABLES[name]), TABLES[name]),
    write: async (name, rows) => {
      const table = TABLES[name];
      const database = of(table);
      const put = database.prepare(
        `INSERT OR REPLACE INTO ${table.name} (${list(table.columns)}) VALUES (${marks(table)})`,
      );
      database.transaction(() =>
        rows.forEach((row) => put.run(table.columns.map((column) => entryOf(row, column) ?? null))),
      );
    },
    clear: async (name) => {
      of(TABLES[name]).exec(`DELETE FROM ${TABLES[name].name}`);
    },
  };
};
