import type { FieldType, ModelSchema } from '../../../kernel/read-model';
import type { BuildTable, ModelBuild, ReadStore } from '../../../kernel/read-store';
import type { Database } from '../../sqlite/database';
import { GroupCommit } from '../../sqlite/group-commit';
import { LeftTables } from './left-tables';
import { ModelTable } from './model-table';
import { RecentDocuments } from './recent-documents';
import { leftName, tableNames } from './table-names';

interface BuildRow {
  readonly version: number;
  readonly generation: number;
  readonly active: number;
}

/** A boolean is 0 or 1; a time is its text, which sorts as times do. */
const COLUMN: Readonly<Record<FieldType, 'TEXT' | 'INTEGER'>> = {
  text: 'TEXT',
  time: 'TEXT',
  number: 'INTEGER',
  boolean: 'INTEGER',
};

/** Read models in one SQLite file, a table for each build. */
export class EmbeddedReadStore implements ReadStore {
  private readonly left: LeftTables;
  /** By table, whoever reads or writes it. */
  private readonly recent = new Map<string, RecentDocuments>();

  /** `commits`: of the same database. */
  constructor(
    private readonly database: Database,
    private readonly commits = new GroupCommit(database),
  ) {
    this.left = new LeftTables(database, () => this.tables());
    this.left.sweep();
  }

  async builds(model: string): Promise<readonly ModelBuild[]> {
    return this.database
      .prepare<BuildRow>('SELECT version, generation, active FROM build WHERE model = ? ORDER BY version, generation')
      .all([model])
      .map(({ version, generation, active }) => ({ model, version, generation, active: active === 1 }));
  }

  async begin(schema: ModelSchema): Promise<ModelBuild> {
    const { name: model, version } = schema;
    return this.database.transaction(() => {
      const last = this.database
        .prepare<{ g: number | null }>('SELECT max(generation) AS g FROM build WHERE model = ? AND version = ?')
        .get([model, version])?.g;
      let generation = (last ?? 0) + 1;
      // Tables of one that is gone may still wait to be dropped.
      while (this.isTaken(tableNames({ model, version, generation }).documents)) generation += 1;
      const build: ModelBuild = { model, version, generation, active: false };
      this.database
        .prepare("INSERT INTO build (model, version, generation, active, position) VALUES (?, ?, ?, 0, '')")
        .run([model, version, build.generation]);
      this.makeTables(schema, build);
      return build;
    });
  }

  async activate(build: ModelBuild): Promise<void> {
    const others = (await this.builds(build.model)).filter(
      ({ version, generation }) =>
        version < build.version || (version === build.version && generation < build.generation),
    );
    this.database.transaction(() => {
      this.database.prepare('UPDATE build SET active = 0 WHERE model = ?').run([build.model]);
      this.database
        .prepare('UPDATE build SET active = 1 WHERE model = ? AND version = ? AND generation = ?')
        .run([build.model, build.version, build.generation]);
      others.forEach((other) => this.forget(other));
    });
    this.left.sweep();
    this.database.exec('PRAGMA optimize');
  }

  async discard(build: ModelBuild): Promise<void> {
    this.database.transaction(() => this.forget(build));
    this.left.sweep();
  }

  table<D>(schema: ModelSchema, build: ModelBuild): BuildTable<D> {
    const { documents } = tableNames(build);
    const recent = this.recent.get(documents) ?? new RecentDocuments();
    this.recent.set(documents, recent);
    return new ModelTable<D>(this.database, this.commits, schema, build, recent);
  }

  async belongsTo(logId: string): Promise<boolean> {
    const origin = this.database.prepare<{ log_id: string }>('SELECT log_id FROM origin').get()?.log_id;
    if (origin === undefined) {
      this.database.prepare('INSERT INTO origin VALUES (?)').run([logId]);
    }
    return origin === undefined || origin === logId;
  }

  private makeTables(schema: ModelSchema, build: ModelBuild): void {
    const names = tableNames(build);
    const columns = Object.entries(schema.fields).map(([field, type]) => `, f_${field} ${COLUMN[type]}`);
    const { documents, words, pages } = names;
    // The document comes last: a row's columns are read from its start, and documents can be long.
    this.database.exec(
      `CREATE TABLE ${documents} (id TEXT PRIMARY KEY, position TEXT NOT NULL${columns.join('')}, doc TEXT) STRICT`,
    );
    schema.indexes.forEach((index, number) => {
      const parts = [...index.map((field) => `f_${field}`), 'id'].join(', ');
      const [first = 'id'] = index;
      const those = schema.sparse?.includes(first) === true ? ` WHERE f_${first} IS NOT NULL` : '';
      this.database.exec(`CREATE INDEX ${documents}_${number} ON ${documents} (${parts})${those}`);
    });
    if (schema.packed === true) {
      this.database.exec(`CREATE TABLE ${pages} (page INTEGER PRIMARY KEY, docs BLOB NOT NULL) STRICT`);
    }
    if (schema.words !== undefined) {
      this.database.exec(`CREATE TABLE ${words} (
          within TEXT NOT NULL, word TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (within, word, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX ${words}_by_id ON ${words} (id, word)`);
    }
  }

  private forget(build: ModelBuild): void {
    const { model, version, generation } = build;
    this.recent.get(tableNames(build).documents)?.forgetAll();
    this.database
      .prepare('DELETE FROM build WHERE model = ? AND version = ? AND generation = ?')
      .run([model, version, generation]);
    for (const table of Object.values(tableNames(build))) {
      if (this.isThere(table)) this.database.exec(`ALTER TABLE ${table} RENAME TO ${leftName(table)}`);
    }
  }

  private isTaken(table: string): boolean {
    return this.isThere(table) || this.isThere(leftName(table));
  }

  private isThere(table: string): boolean {
    return (
      this.database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get([table]) !== undefined
    );
  }

  /** Names of all tables that builds have. */
  private tables(): ReadonlySet<string> {
    const builds = this.database.prepare<Omit<BuildRow, 'active'> & { readonly model: string }>(
      'SELECT model, version, generation FROM build',
    );
    return new Set(builds.all().flatMap((build) => Object.values(tableNames(build))));
  }
}
