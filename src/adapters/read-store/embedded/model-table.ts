import type { Condition, FieldValue, FindOptions, ModelSchema, Versioned } from '../../../kernel/read-model';
import type { BuildTable, ModelBuild } from '../../../kernel/read-store';
import type { Mark } from '../../../kernel/subscription/mark';
import { MarkMoved } from '../../../kernel/subscription/mark-moved';
import { markFromText, markToText } from '../../marks/stored-mark';
import type { Database } from '../../sqlite/database';
import type { GroupCommit } from '../../sqlite/group-commit';
import type { Statement } from '../../sqlite/statement';
import { listingOf } from './listing';
import { selectionOf } from './selection';
import { PackedDocuments } from './packed-documents';
import type { RecentDocuments } from './recent-documents';
import { RowWrites, type LoadedRow } from './row-writes';
import { tableNames, type TableNames } from './table-names';
import { searchByWord } from './word-search';
import { foldWords } from '../words';
import { entryOf } from '../../../kernel/entry-of';

const parse = <D>({ id, position, doc }: LoadedRow): Versioned<D> =>
  doc === null ? { id, position } : { id, position, document: JSON.parse(doc) as D };

/** One build of a read model: a table with a column for each field that is filtered or sorted by. */
export class ModelTable<D> implements BuildTable<D> {
  private readonly names: TableNames;
  private readonly rows: RowWrites;
  private readonly packed: PackedDocuments | undefined;
  private readonly statements = new Map<string, Statement>();

  constructor(
    private readonly database: Database,
    private readonly commits: GroupCommit,
    private readonly schema: ModelSchema,
    private readonly build: ModelBuild,
    private readonly recent: RecentDocuments,
  ) {
    this.names = tableNames(build);
    const fields = Object.keys(schema.fields);
    this.packed = schema.packed && new PackedDocuments(this.names.pages, (sql) => this.prepared(sql));
    this.rows = new RowWrites(this.names.documents, fields, (sql) => this.prepared(sql));
  }

  async get(id: string): Promise<D | undefined> {
    const known = this.recent.get(id);
    if (known !== undefined) return known as D;
    const row = this.prepared<Pick<LoadedRow, 'doc'>>(`SELECT doc FROM ${this.names.documents} WHERE id = ?`).get([id]);
    const doc = row?.doc ?? undefined;
    return doc === undefined ? undefined : this.recent.keep(id, this.documentOf(doc));
  }

  async find(options: FindOptions): Promise<readonly D[]> {
    const found = options.word === undefined ? this.list(options) : this.search(options);
    return found.map((doc) => this.documentOf(doc));
  }

  async count(where: readonly Condition[]): Promise<number> {
    const { where: listed } = listingOf(this.schema, { where, limit: 0 });
    const sql = `SELECT count(*) AS n FROM ${this.names.documents} AS d WHERE ${listed.sql}`;
    return this.prepared<{ n: number }>(sql).get([...listed.values])?.n ?? 0;
  }

  async load(ids: readonly string[]): Promise<ReadonlyMap<string, Versioned<D>>> {
    const rows = this.prepared<LoadedRow>(
      `SELECT id, position, doc FROM ${this.names.documents} WHERE id IN (SELECT value FROM json_each(?))`,
    )
      .all([JSON.stringify(ids)])
      .map((row) => this.unpacked(row));
    const loaded = new Map(rows.map((row) => [row.id, parse<D>(row)]));
    this.rows.loaded(rows.map((row) => ({ ...row, document: loaded.get(row.id)?.document as object | undefined })));
    return loaded;
  }

  async write(changes: readonly Versioned<D>[], checkpoint: Mark, before: Mark): Promise<void> {
    const isMoved = await this.commits.write(() => {
      const docs = this.docsOf(changes);
      for (const [n, change] of changes.entries()) {
        this.recent.forget(change.id);
        if (this.rows.write(change, docs[n] ?? null)) this.writeWords(change);
      }
      return this.move(checkpoint, before);
    });
    this.rows.loaded([]);
    if (!isMoved) throw new MarkMoved(this.names.documents);
  }

  async checkpoint(): Promise<Mark | undefined> {
    const { model, version, generation } = this.build;
    const row = this.prepared<{ position: string; mark: string | null }>(
      'SELECT position, mark FROM build WHERE model = ? AND version = ? AND generation = ?',
    ).get([model, version, generation]);
    return row && markFromText(row.position, row.mark);
  }

  private move(mark: Mark, before: Mark): boolean {
    const { model, version, generation } = this.build;
    const known = before.fact?.eventId;
    const { changes } = this.prepared(
      `UPDATE build SET position = ?, event_id = ?, mark = ?
       WHERE model = ? AND version = ? AND generation = ? AND position = ? AND (event_id IS ? OR ? IS NULL)`,
    ).run([
      mark.position,
      mark.fact?.eventId,
      markToText(mark),
      model,
      version,
      generation,
      before.position,
      known,
      known,
    ]);
    return changes > 0;
  }

  /** `doc`: its text, or what stands for it. */
  private documentOf(doc: string): D {
    return JSON.parse(this.packed?.textOf(doc) ?? doc) as D;
  }

  private unpacked(row: LoadedRow): LoadedRow {
    return row.doc === null || this.packed === undefined ? row : { ...row, doc: this.packed.textOf(row.doc) };
  }

  /** In the order of the changes: the document's text or, where it is new and packed, what stands for it. */
  private docsOf(changes: readonly Versioned<D>[]): readonly (string | null)[] {
    const texts = changes.map(({ document }) => (document === undefined ? null : JSON.stringify(document)));
    if (this.packed === undefined) return texts;
    const isNew = texts.map((text, n) => text !== null && !this.rows.isKnown(changes[n]?.id ?? ''));
    const packed = this.packed.put(texts.filter((text, n): text is string => text !== null && isNew[n] === true));
    let next = 0;
    return texts.map((text, n) => (isNew[n] === true ? (packed[next++] ?? text) : text));
  }

  private writeWords(change: Versioned<D>): void {
    const { words } = this.schema;
    if (words === undefined || !this.rows.isChanged(change, [...words.of, words.within])) return;
    const { id, document } = change;
    const values = (document ?? {}) as Readonly<Record<string, FieldValue | undefined>>;
    const wanted = new Set(words.of.flatMap((field) => foldWords(String(entryOf(values, field) ?? ''))));
    const within = String(entryOf(values, words.within) ?? '');
    const known = this.prepared<{ within: string; word: string }>(
      `SELECT within, word FROM ${this.names.words} WHERE id = ?`,
    ).all([id]);
    for (const row of known) {
      if (row.within !== within || !wanted.delete(row.word)) {
        this.prepared(`DELETE FROM ${this.names.words} WHERE within = ? AND word = ? AND id = ?`).run([
          row.within,
          row.word,
          id,
        ]);
      }
    }
    for (const word of wanted) {
      this.prepared(`INSERT INTO ${this.names.words} (within, word, id) VALUES (?, ?, ?)`).run([within, word, id]);
    }
  }

  private list(options: FindOptions): readonly string[] {
    const { sql, values } = selectionOf(this.schema, this.names.documents, options);
    // A row costs the driver more than a document does. JSON texts have no line ends.
    const whole = this.prepared<{ docs: string | null }>(
      `SELECT group_concat(doc, char(10)) AS docs FROM (${sql})`,
    ).get([...values]);
    return whole?.docs?.split('\n') ?? [];
  }

  private search(options: FindOptions): readonly string[] {
    return searchByWord((sql, values) => this.prepared<never>(sql).iterate(values), this.schema, this.names, options);
  }

  private prepared<R>(sql: string): Statement<R> {
    const known = this.statements.get(sql) as Statement<R> | undefined;
    if (known !== undefined) {
      return known;
    }
    const made = this.database.prepare<R>(sql);
    if (this.statements.size < 200) {
      this.statements.set(sql, made as Statement);
    }
    return made;
  }
}
