import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { StateUnusable } from './state-unusable';
import type { JournalEntry } from './journal-entry';
import { JournalState } from './journal-state';
import { syncFolder, writeDurably } from './write-durably';

/** Made shorter beyond this, bytes. */
const LONG = 1024 * 1024;

const parse = (line: string, path: string, number: number): JournalEntry => {
  try {
    return JSON.parse(line) as JournalEntry;
  } catch {
    throw new StateUnusable(
      `line ${number} of ${path} is damaged: restore it, or enrol this host again from an empty state folder`,
    );
  }
};

/** What was done and what is about to be, one line each, on disk before it is acted on. */
export class Journal {
  readonly state = new JournalState();
  private file: number;
  private length: number;

  /** Throws {@link StateUnusable} when it is damaged anywhere but at its end, where a crash may have cut it short. */
  constructor(private readonly path: string) {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    for (const [i, line] of whole.split('\n').slice(0, -1).entries()) this.state.apply(parse(line, path, i + 1));
    this.length = Buffer.byteLength(whole);
    if (existsSync(path)) truncateSync(path, this.length);
    this.file = openSync(path, 'a', 0o600);
    fsyncSync(this.file);
    syncFolder(dirname(path));
  }

  /** Durable when it returns. */
  write(entry: JournalEntry): void {
    this.append(`${JSON.stringify(entry)}\n`);
    this.state.apply(entry);
    if (this.length > LONG) this.shorten();
  }

  close(): void {
    closeSync(this.file);
  }

  /** On a full disk a part may be written; left there, it would make one damaged line of itself and the next. */
  private append(line: string): void {
    try {
      writeFileSync(this.file, line);
      fdatasyncSync(this.file);
    } catch (error) {
      ftruncateSync(this.file, this.length);
      throw error;
    }
    this.length += Buffer.byteLength(line);
  }

  private shorten(): void {
    const text = this.state
      .lines()
      .map((line) => `${JSON.stringify(line)}\n`)
      .join('');
    writeDurably(this.path, text);
    closeSync(this.file);
    this.file = openSync(this.path, 'a');
    this.length = Buffer.byteLength(text);
  }
}
