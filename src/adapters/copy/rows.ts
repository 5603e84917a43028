import { entryOf } from '../../kernel/entry-of';
import { createHash } from 'node:crypto';
import type { Position } from '../../kernel/position';
import { NotCopied } from './not-copied';
import { placesIn, translated, type Translate } from './places';
import { TABLE_NAMES, TABLES, type RowValue, type Row, type TableName, type Tables } from './tables';

/** What tells a set of rows from every other, in whatever order they come. */
export interface RowsDigest {
  readonly rows: number;
  readonly digest: string;
}

const MODULUS = 1n << 256n;
const SAME: Translate = (position) => position;

const textOf = (cell: RowValue): unknown =>
  cell instanceof Uint8Array ? ['bytes', Buffer.from(cell).toString('base64')] : cell;

const hashOf = (name: TableName, row: Row): bigint => {
  const text = JSON.stringify(TABLES[name].columns.map((column) => textOf(entryOf(row, column) ?? null)));
  return BigInt(`0x${createHash('sha256').update(text).digest('hex')}`);
};

/** `translate`: how the rows would be beside another log. */
export const digestRows = async (tables: Tables, name: TableName, translate: Translate = SAME): Promise<RowsDigest> => {
  let [rows, sum] = [0, 0n];
  for await (const page of tables.read(name)) {
    for (const row of page) {
      rows += 1;
      sum = (sum + hashOf(name, translated(name, row, translate))) % MODULUS;
    }
  }
  return { rows, digest: sum.toString(16).padStart(64, '0') };
};

/** Every place of the log that is named outside of it. */
export const soughtPlaces = async (tables: Tables): Promise<ReadonlySet<Position>> => {
  const sought = new Set<Position>();
  for (const name of ['checkpoint', 'request'] as const) {
    for await (const page of tables.read(name)) {
      page.flatMap((row) => placesIn(name, row)).forEach((place) => sought.add(place));
    }
  }
  return sought;
};

/** All of it anew: what an attempt that died left there may be half of it, and older. */
export const copyRows = async (
  source: Tables,
  target: Tables,
  translate: Translate,
  tell: (name: TableName, done: number) => void,
): Promise<void> => {
  for (const name of TABLE_NAMES) {
    await target.clear(name);
    let done = 0;
    for await (const page of source.read(name)) {
      await target.write(
        name,
        page.map((row) => translated(name, row, translate)),
      );
      tell(name, (done += page.length));
    }
  }
};

/** Throws {@link NotCopied} for a table that differs. */
export const compareRows = async (
  source: Tables,
  target: Tables,
  translate: Translate,
): Promise<Readonly<Record<TableName, RowsDigest>>> => {
  const found = new Map<TableName, RowsDigest>();
  for (const name of TABLE_NAMES) {
    const [here, there] = [await digestRows(source, name, translate), await digestRows(target, name)];
    if (here.rows !== there.rows || here.digest !== there.digest) {
      throw new NotCopied(
        `What arrived of ${name} is not what was sent (${there.rows} of ${here.rows} rows): somebody works on one of the ends. Stop that, and copy again.`,
      );
    }
    found.set(name, here);
  }
  return Object.fromEntries(found) as Record<TableName, RowsDigest>;
};
