import { csvText, type CsvValue } from '../src/kernel/csv/csv-cell';
import { entryOf } from '../src/kernel/entry-of';
import { cellOf } from '../src/reports/report-cell';
import { rowLine, type ReportRow } from '../src/reports/row-line';

/** A row as it is told, by a bundle or by a file that was handed over, and how it differs from one that the facts make. */
export interface ToldRow {
  /** The leaves it names; whatever stands in their place. */
  readonly leaves: unknown;
  /** In words; absent: it is the same. */
  differenceFrom(made: ReportRow): string | undefined;
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

const differs = (column: string, told: unknown, made: unknown): string =>
  `${column} is ${shown(told)}, and ${shown(made)} by the facts`;

const parsed = (line: string): Readonly<Record<string, unknown>> => {
  try {
    const row: unknown = JSON.parse(line);
    return typeof row === 'object' && row !== null ? (row as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
};

/** A row as canonical JSON; whatever else stands there differs. */
export const toldLine = (line: string): ToldRow => ({
  leaves: parsed(line)['leaves'],
  differenceFrom: (made) => {
    if (rowLine(made) === `${line}\n`) return undefined;
    const told = parsed(line);
    const columns = [...new Set([...Object.keys(told), ...Object.keys(made)])];
    const others = columns.filter((column) => shown(entryOf(told, column)) !== shown(entryOf(made, column)));
    if (others.length === 0) return 'it is not written in canonical form';
    return others.map((column) => differs(column, entryOf(told, column), entryOf(made, column))).join('; ');
  },
});

/** Texts of a cell: as it is written, and as it is written for Excel. Both say the same. */
const textsOf = (cell: CsvValue): readonly [string, string] => [csvText(cell, false), csvText(cell, true)];

/** A row of a CSV with these columns. Cells behind them say nothing where they are empty: spreadsheets add such. */
export const toldCells = (columns: readonly string[], cells: readonly string[]): ToldRow => ({
  leaves: cells[columns.indexOf('leaves')]?.match(/\d+/g)?.map(Number),
  differenceFrom: (made) => {
    const others = columns.flatMap((column, at) => {
      const texts = textsOf(cellOf(entryOf(made, column)));
      const told = cells[at] ?? '';
      return texts.includes(told) ? [] : [differs(column, told, texts[0])];
    });
    const more = cells.slice(columns.length).filter((cell) => cell !== '');
    return [...others, ...more.map((cell) => `it holds ${shown(cell)} behind its columns`)].join('; ') || undefined;
  },
});
