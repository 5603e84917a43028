import { entryOf } from '../../../kernel/entry-of';
import type { FieldValue, Versioned } from '../../../kernel/read-model';
import type { Statement } from '../../sqlite/statement';

/** A row as it was loaded. */
export interface LoadedRow {
  readonly id: string;
  readonly position: string;
  readonly doc: string | null;
}

interface Known extends LoadedRow {
  readonly document: object | undefined;
}

type Prepare = (sql: string) => Statement;

const columnOf = (document: object | undefined, field: string): FieldValue | null =>
  entryOf(document as Readonly<Record<string, FieldValue | undefined>> | undefined, field) ?? null;

/**
 * Writes the rows of one table. Of a document that was loaded before, only what is another now: each column that a statement
 * names costs a write to every index it is in, whether or not its value is the same.
 */
export class RowWrites {
  private readonly known = new Map<string, Known>();
  private readonly upserting: string;
  /** Texts of updates, by the columns they name: put together once, not for each row. */
  private readonly updating = new Map<string, string>();

  constructor(
    private readonly table: string,
    private readonly fields: readonly string[],
    private readonly prepare: Prepare,
  ) {
    const columns = ['id', 'position', 'doc', ...fields.map((field) => `f_${field}`)];
    const updates = columns.slice(1).map((column) => `${column} = excluded.${column}`);
    this.upserting = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
       ON CONFLICT (id) DO UPDATE SET ${updates.join(', ')} WHERE excluded.position > position`;
  }

  /** What is written next was made of these. */
  loaded(rows: readonly Known[]): void {
    this.known.clear();
    rows.forEach((row) => this.known.set(row.id, row));
  }

  isKnown(id: string): boolean {
    return this.known.has(id);
  }

  /**
   * False where nothing was written: what stands there is newer, or the same. Repeated, it does the same. `doc`: the document's
   * text, or what stands for it.
   */
  write(change: Versioned<unknown>, doc: string | null): boolean {
    const document = change.document as object | undefined;
    const known = this.known.get(change.id);
    if (known === undefined) return this.upsert(change, doc);
    if (known.doc === doc) return false;
    const changed = this.changed(known, document);
    const values = changed.map((field) => columnOf(document, field));
    const { changes } = this.prepare(this.updateOf(changed)).run([
      change.position,
      doc,
      ...values,
      change.id,
      known.position,
      change.position,
    ]);
    // Somebody has written it since it was loaded: whatever stands there is replaced whole, unless it is newer.
    if (changes > 0) return true;
    this.known.delete(change.id);
    return this.upsert(change, doc);
  }

  /** Is one of these another than it was when the document was loaded? */
  isChanged({ id, document }: Versioned<unknown>, fields: readonly string[]): boolean {
    const known = this.known.get(id);
    return (
      known === undefined ||
      fields.some((field) => columnOf(known.document, field) !== columnOf(document as object | undefined, field))
    );
  }

  private changed(known: Known, document: object | undefined): readonly string[] {
    return this.fields.filter((field) => columnOf(known.document, field) !== columnOf(document, field));
  }

  private updateOf(changed: readonly string[]): string {
    const name = changed.join();
    const known = this.updating.get(name);
    if (known !== undefined) return known;
    const columns = ['position', 'doc', ...changed.map((field) => `f_${field}`)];
    const sql = `UPDATE ${this.table} SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ? AND position = ? AND position < ?`;
    this.updating.set(name, sql);
    return sql;
  }

  private upsert({ id, position, document }: Versioned<unknown>, doc: string | null): boolean {
    const values = this.fields.map((field) => columnOf(document as object | undefined, field));
    const { changes } = this.prepare(this.upserting).run([id, position, doc, ...values]);
    return changes > 0;
  }
}
