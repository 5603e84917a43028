import { StoreDamaged, StoreUnavailable } from '../../../kernel/store-errors';
import type { Database } from '../../sqlite/database';
import { leftName } from './table-names';

/** Rows taken at once: about ten milliseconds. */
const ROWS = 500;
/** Others are served between two steps, ms. */
const PAUSE_MS = 5;

interface Named {
  readonly name: string;
}

/** A table of a build is called by the model, the version and the generation; an older release left it under that name. */
const IS_BUILD = ['documents', 'words', 'pages']
  .flatMap((kind) => [kind, leftName(kind)])
  .map((kind) => `name GLOB '${kind}_*_v*_g*'`)
  .join(' OR ');

/**
 * Tables of builds that are gone, dropped a little at a time: to drop a large one at once would keep everybody waiting for
 * seconds. What is left when the server ends is dropped by the next.
 */
export class LeftTables {
  private sweeping = false;

  /** `wanted`: names of the tables that builds have. */
  constructor(
    private readonly database: Database,
    private readonly wanted: () => ReadonlySet<string>,
  ) {}

  /** Begins, unless it is under way. */
  sweep(): void {
    if (this.sweeping) return;
    this.sweeping = true;
    this.later();
  }

  private later(): void {
    setTimeout(() => {
      try {
        this.sweeping = this.database.isOpen && this.step();
      } catch (error) {
        if (!(error instanceof StoreUnavailable || error instanceof StoreDamaged)) throw error;
        // A full disk, or a damaged file, is told by whoever writes; the next build that is dropped begins anew.
        this.sweeping = false;
      }
      if (this.sweeping) this.later();
    }, PAUSE_MS).unref();
  }

  /** False: nothing is left. Indexes first, so that rows go from the table alone. */
  private step(): boolean {
    const wanted = this.wanted();
    const tables = this.database.prepare<Named>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND (${IS_BUILD})`,
    );
    const table = tables.all().find(({ name }) => !wanted.has(name))?.name;
    if (table === undefined) return false;
    const [index] = this.database
      .prepare<Named>(
        "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL LIMIT 1",
      )
      .all([table]);
    if (index !== undefined) this.database.exec(`DROP INDEX ${index.name}`);
    else if (!this.takeRows(table)) this.database.exec(`DROP TABLE ${table}`);
    return true;
  }

  /** False: there are none. */
  private takeRows(table: string): boolean {
    // The words' table has no row numbers.
    const key = /^(left_)?words_/.test(table) ? '(within, word, id)' : 'rowid';
    const columns = key.replace(/[()]/g, '');
    const taken = this.database.prepare(
      `DELETE FROM ${table} WHERE ${key} IN (SELECT ${columns} FROM ${table} LIMIT ${ROWS})`,
    );
    return taken.run().changes > 0;
  }
}
