import { readFileSync } from 'node:fs';
import { canonicalJson } from '../src/kernel/facts/canonical-json';
import { csvTable } from './csv-table';
import { repeatedNames } from './repeated-names';
import { UnreadableBundle } from './read-bundle';
import { toldCells, toldLine, type ToldRow } from './told-row';

/** A report as a file that was handed over alone tells it. Nothing of it is believed. */
export interface ToldReport {
  readonly path: string;
  readonly format: 'json' | 'csv';
  /** What it says of itself, by the names of a report's header; values may be anything. */
  readonly header: Readonly<Record<string, unknown>>;
  readonly rows: readonly ToldRow[];
  /** Of a CSV: the columns of its table. */
  readonly columns?: readonly string[];
  /** What no report has, in words. */
  readonly oddities: readonly string[];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What was altered may have no canonical text. */
const lineOf = (row: unknown): string => {
  try {
    return canonicalJson(row);
  } catch {
    return JSON.stringify(row);
  }
};

const jsonReport = (path: string, text: string): ToldReport => {
  const told: unknown = JSON.parse(text);
  if (!isObject(told)) throw new SyntaxError('it is no object');
  const { header, rows, ...others } = told;
  if (!isObject(header) || !Array.isArray(rows)) throw new SyntaxError('it has no header or no rows');
  const repeated = repeatedNames(text, told);
  return {
    path,
    format: 'json',
    header,
    rows: rows.map((row) => toldLine(lineOf(row))),
    oddities: [
      ...Object.keys(others).map((name) => `it holds ${name} beside its header and its rows`),
      ...(repeated === 0 ? [] : [`${repeated} names stand in it twice, so that it can be read in two ways`]),
    ],
  };
};

const NUMBERS = ['version', 'log', 'size', 'facts', 'damagedStreams', 'population', 'rows', 'excluded'];
const LISTS = ['columns', 'organizations'];

/** What a line of a CSV's head says, as it stood before it was a cell. What can't be that stays text, and differs. */
const valueOf = (name: string, text: string): unknown => {
  if (NUMBERS.includes(name)) return /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
  if (LISTS.includes(name)) return text === '' ? [] : text.split(' ');
  // Base64 may begin with a sign, before which an apostrophe stands then.
  if (name === 'root') return text.replace(/^'(?=\+)/, '');
  if (name !== 'parameters') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

/** Without the empty cells at its end: spreadsheets make all lines as long as the longest. */
const trimmed = (cells: readonly string[]): readonly string[] =>
  cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);

const csvReport = (path: string, text: string): ToldReport => {
  const table = csvTable(text);
  if (table === undefined) throw new SyntaxError('its quotes are not those of a CSV');
  const isHead = ([first = '']: readonly string[]): boolean => first.startsWith('# ');
  const below = table.findIndex((cells) => !isHead(cells));
  const [names, ...lines] = below < 0 ? [] : table.slice(below);
  if (names === undefined) throw new SyntaxError('it has no table');
  const head = table.slice(0, below).map(trimmed);
  const said = head.map(([name = '', value = '']) => [name.slice(2), value] as const);
  const columns = trimmed(names);
  const twice = said.map(([name]) => name).filter((name, at, all) => all.indexOf(name) < at);
  return {
    path,
    format: 'csv',
    header: Object.fromEntries(said.map(([name, value]) => [name, valueOf(name, value)])),
    rows: lines.map((cells) => toldCells(columns, cells)),
    columns,
    oddities: [
      ...head.filter(({ length }) => length > 2).map(([name = '']) => `the line ${name} has more than one value`),
      ...twice.map((name) => `it says ${name} twice`),
    ],
  };
};

/** Reads a report that was handed over alone, as JSON or CSV. Throws {@link UnreadableBundle}. */
export const readReport = (path: string): ToldReport => {
  try {
    // The mark at its beginning is taken off.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
    if (/^\s*\{/.test(text)) return jsonReport(path, text);
    if (/^"?# report"?,/.test(text)) return csvReport(path, text);
    throw new SyntaxError('it begins neither as the JSON nor as the CSV of a report');
  } catch (error) {
    throw new UnreadableBundle(`the report ${path} can not be read: ${(error as Error).message}`);
  }
};
