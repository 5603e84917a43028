import { stringify } from 'csv-stringify/sync';
import { csvText, type CsvValue } from '../../kernel/csv/csv-cell';

/**
 * Rows as RFC 4180 writes them, each cell in quotes. Where `;` stands between cells, as in much of Europe, a spreadsheet takes
 * a whole line for its first cell and cuts it at each `;` it holds: so what follows one is disarmed as well.
 */
export const csvRows = (rows: readonly (readonly CsvValue[])[], forExcel = false): string =>
  stringify(
    rows.map((cells) => cells.map((cell) => csvText(cell, forExcel))),
    { quoted: true, quoted_empty: true, record_delimiter: 'windows' },
  );

/** The header of a CSV, and where it is for Excel the mark by which that knows UTF-8. */
export const csvHeader = (columns: readonly string[], forExcel: boolean): string =>
  `${forExcel ? '\uFEFF' : ''}${csvRows([columns])}`;
