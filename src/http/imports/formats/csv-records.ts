import { isUtf8 } from 'node:buffer';
import { setImmediate as turn } from 'node:timers/promises';
import { parse } from 'csv-parse';
import { broken, type ImportEntry } from '../entry';
import { utf8In } from '../utf8-in';
import { LineCounter } from './line-counter';

const MAX_RECORD = 1024 * 1024;
/** No table that people keep has as many columns. */
const MOST_CELLS = 1000;
const SLICE = 2048;
const UNREADABLE =
  'From here on the file could not be read: a quote is not closed, a record is longer than 1 MiB, or it is not UTF-16.';

/** A record of a CSV file (RFC 4180) by the names of its columns, and where it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
  /** Whether it has as many cells as there are columns, or cells beyond them; those it lacks are empty. */
  readonly length: 'even' | 'short' | 'long';
}

/** Of Windows, of Unix, and by itself of spreadsheets on old Macs. */
const LINE_ENDS = /\r\n|\n|\r/;

const firstLineOf = (head: string): string => head.split(LINE_ENDS, 1)[0] ?? '';

/** Spreadsheets of other countries separate by `;` or tabs: what the first line has most of is it. */
const separatorOf = (head: string): string => {
  const first = firstLineOf(head);
  const count = (sign: string) => first.split(sign).length;
  return [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0] ?? ',';
};

/** What stands before a quote that is part of a cell: another one, or a backslash, which then stands before one of its own too. */
export type CsvEscape = '"' | '\\';

/** The cells of one record, and where it began. */
type Found = readonly [line: number, cells: readonly Buffer[]];

/** Takes bytes in, gives records out: those before a mistake as well. */
class Records {
  private readonly lines;
  private found: Found[] = [];
  private failed = false;
  private readonly parser;

  constructor(head: string, escape: CsvEscape) {
    const [first] = LINE_ENDS.exec(head) ?? [];
    this.lines = new LineCounter(first === '\r' ? 0x0d : 0x0a);
    this.parser = parse({
      delimiter: separatorOf(head),
      escape,
      // The parser would take the first for all: a file put together of two is one record to it then, or has a stray return in each.
      record_delimiter: first === '\r' ? '\r' : ['\r\n', '\n'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: MAX_RECORD,
      encoding: null,
      on_record: (cells: unknown, { bytes }) => {
        this.found.push([this.lines.recordUpTo(bytes), cells as readonly Buffer[]]);
        return null;
      },
    });
    this.parser.on('error', () => {
      this.failed = true;
    });
    this.parser.resume();
  }

  /** In slices: the shortest records cost the parser a millisecond for some hundred bytes, and others want their turn. */
  async add(piece: Uint8Array): Promise<void> {
    for (let from = 0; from < piece.length && !this.failed; from += SLICE) {
      const slice = piece.subarray(from, from + SLICE);
      this.lines.add(slice);
      await new Promise<void>((resolve) => this.parser.write(slice, () => resolve()));
      // The parser counts the bytes of one cell: a record of countless small ones, or blank lines without end, it would keep.
      if (this.lines.waiting > MAX_RECORD) this.failed = true;
      await turn();
    }
  }

  end(): Promise<void> {
    return new Promise((resolve) => {
      this.parser.once('close', () => resolve());
      this.parser.end();
    });
  }

  /** Those that are whole by now; undefined once it goes on no further. */
  *taken(): Iterable<Found> {
    yield* this.found;
    this.found = [];
  }

  get brokenAt(): number | undefined {
    return this.failed ? this.lines.next : undefined;
  }
}

async function* recordsIn(
  bytes: AsyncIterable<Uint8Array>,
  escapeIn: (firstLine: string) => CsvEscape,
): AsyncIterable<Found | ImportEntry> {
  let records: Records | undefined;
  let head = Buffer.alloc(0);
  const recordsOf = (text: string) => new Records(text, escapeIn(firstLineOf(text)));
  try {
    for await (const piece of utf8In(bytes)) {
      if (records === undefined) {
        head = Buffer.concat([head, piece]);
        if (!head.includes(0x0a) && head.length <= MAX_RECORD) continue;
        records = recordsOf(head.toString('latin1'));
        await records.add(head);
      } else {
        await records.add(piece);
      }
      yield* records.taken();
      if (records.brokenAt !== undefined) break;
    }
    if (records === undefined) {
      records = recordsOf(head.toString('latin1'));
      await records.add(head);
    }
    if (records.brokenAt === undefined) await records.end();
    yield* records.taken();
    if (records.brokenAt !== undefined) yield broken(records.brokenAt, UNREADABLE);
  } catch (error) {
    // Broken UTF-16.
    if (!(error instanceof TypeError)) throw error;
    yield* records?.taken() ?? [];
    yield broken(1, UNREADABLE);
  }
}

/** The names of columns; what has none is called by its number, and so is the second of a name that nobody reads. */
const columnsIn = (head: readonly string[], isRead: (name: string) => boolean): readonly string[] => {
  const names = head.map((name) => name.trim());
  return names.map((name, n) => (name === '' || (!isRead(name) && names.indexOf(name) < n) ? `column ${n + 1}` : name));
};

/**
 * Records as they come, or what keeps the rest of the file from being read. `isRead`: nobody could say which of two columns counts
 * that have this name. `escapeIn`: what a file escapes by that begins with this line.
 */
export async function* csvRecords(
  bytes: AsyncIterable<Uint8Array>,
  isRead: (name: string) => boolean = () => true,
  escapeIn: (firstLine: string) => CsvEscape = () => '"',
): AsyncIterable<CsvRecord | ImportEntry> {
  let columns: readonly string[] | undefined;
  for await (const found of recordsIn(bytes, escapeIn)) {
    if ('line' in found) {
      yield found;
      continue;
    }
    const [line, cells] = found;
    if (cells.length > MOST_CELLS) {
      const detail = `It has more than ${MOST_CELLS} cells.`;
      yield columns === undefined ? broken(line, detail) : { line, refused: { code: 'VALIDATION_FAILED', detail } };
      if (columns === undefined) return;
      continue;
    }
    if (!cells.every((cell) => isUtf8(cell))) {
      yield { line, refused: { code: 'VALIDATION_FAILED', detail: 'It is not valid UTF-8.' } };
      continue;
    }
    // Spreadsheets write rows that hold nothing.
    if (cells.every((cell) => cell.length === 0)) continue;
    const record = cells.map((cell) => cell.toString('utf8'));
    if (columns === undefined) {
      columns = columnsIn(record, isRead);
      if (new Set(columns).size < columns.length) {
        yield broken(line, 'The first line names a column more than once.');
        return;
      }
      continue;
    }
    const names = columns;
    const named = new Map(names.map((name, n) => [name, record[n] ?? '']));
    const length = record.length === names.length ? 'even' : record.length < names.length ? 'short' : 'long';
    yield { line, cells: named, length };
  }
}
