import { broken, type ImportEntry, type ImportFinding, type Reader } from '../entry';
import { credentialEntry } from './credential-entry';
import { csvRecords, type CsvRecord } from './csv-records';

/** Which columns of a program's CSV are what. The first of several names that the file has is the one. */
export interface CsvLayout {
  readonly name: readonly string[];
  readonly username: readonly string[];
  readonly credential: readonly string[];
  readonly vault: readonly string[];
  /** Columns that are read and have no place here, told where they hold something. */
  readonly left: readonly string[];
  /** Columns that say nothing of worth. */
  readonly idle?: readonly string[];
  /** Told apart by this column: what it holds must be this. */
  readonly only?: readonly [column: string, value: string];
  /** A file whose first line fits has a backslash before each quote and each backslash in a cell, instead of quotes twice. */
  readonly backslashed?: RegExp;
  /** A column of folders, with commas between their names: the first of them counts. */
  readonly folders?: string;
  /** Some versions write cells as a page of HTML has them, others as they are: nobody knows which of the two it was. */
  readonly mayBeHtml?: true;
  /** How the path of a folder is written here. */
  readonly folder?: (path: string) => string;
}

const OTHER_FOLDERS = 'the collections but the first';

const ENTITY = /&(?:amp|lt|gt|quot|#0?39);/;
const MAY_BE_HTML: ImportFinding = {
  code: 'VALUE_MAY_BE_ENCODED',
  detail:
    'The value holds what HTML writes for one of & < > " and was imported as it stands; compare it with the value there.',
};

const cellOf = (cells: CsvRecord['cells'], names: readonly string[]): string | undefined =>
  names.map((name) => cells.get(name)).find((cell) => cell !== undefined);

const entryFrom = ({ line, cells, length }: CsvRecord, layout: CsvLayout): ImportEntry => {
  const known = [layout.name, layout.username, layout.credential, layout.vault, layout.left, layout.idle ?? []].flat();
  const columns = [...cells.keys()];
  const left = layout.left.filter((name) => (cells.get(name) ?? '').trim() !== '');
  const strange = columns.flatMap((name, n) =>
    known.includes(name) || name === layout.only?.[0] || (cells.get(name) ?? '').trim() === ''
      ? []
      : [`column ${n + 1}`],
  );
  const isOther = layout.only !== undefined && cells.get(layout.only[0]) !== layout.only[1];
  const [first, ...others] = (layout.folders === undefined ? '' : (cells.get(layout.folders) ?? '')).split(',');
  const path = first === '' ? cellOf(cells, layout.vault) : first;
  const credential = isOther ? undefined : cellOf(cells, layout.credential);
  const entry = credentialEntry({
    line,
    vault: path === undefined ? undefined : (layout.folder ?? String)(path),
    name: cellOf(cells, layout.name),
    username: cellOf(cells, layout.username),
    credential,
    left: [
      ...left,
      ...(others.length > 0 ? [OTHER_FOLDERS] : []),
      ...strange,
      ...(length === 'long' ? ['cells beyond the named columns'] : []),
    ],
  });
  const isOdd = layout.mayBeHtml === true && entry.refused === undefined && ENTITY.test(credential ?? '');
  return isOdd ? { ...entry, warnings: [...(entry.warnings ?? []), MAY_BE_HTML] } : entry;
};

/** Reads a program's CSV; a file without its columns is not taken for one, as the first line may hold a value. */
export const foreignCsv = (layout: CsvLayout): Reader =>
  async function* (bytes) {
    const read = [layout.name, layout.username, layout.credential, layout.vault, layout.only?.[0] ?? []].flat();
    const escapeIn = (firstLine: string) => (layout.backslashed?.test(firstLine) === true ? '\\' : '"');
    for await (const record of csvRecords(bytes, (name) => read.includes(name), escapeIn)) {
      if (!('cells' in record)) {
        yield record;
      } else if ([layout.name, layout.credential].some((names) => cellOf(record.cells, names) === undefined)) {
        yield broken(1, `The first line does not have the columns ${layout.name[0]} and ${layout.credential[0]}.`);
        return;
      } else {
        yield entryFrom(record, layout);
      }
    }
  };
