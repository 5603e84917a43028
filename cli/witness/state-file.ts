import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { bytesOfBase64 } from '../../wire/tlog/bytes-of-base64';
import { decimal } from '../../wire/tlog/decimal';
import { HASH_BYTES } from '../../wire/tlog/hash';

/** The largest tree of a log that was cosigned. */
export interface Cosigned {
  readonly size: bigint;
  readonly root: Buffer;
}

const DAMAGED =
  'does not say which trees were cosigned; put it back from a copy. Without it anything would be believed.';
const OTHER =
  'was written by another process meanwhile: nothing was cosigned. Run one witness for a state file, and end the other.';

/** Durable when answered. */
const writeDurably = (path: string, text: string): void => {
  const file = openSync(path, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/**
 * The trees that were cosigned, by the origin of their log: a line each, `size root origin`. Beside the file lies the same text
 * as `FILE.n`, where n grows with each write: whoever writes n + 1 first has written it, so that a second process that was
 * started by mistake can't have the state go back.
 */
export class StateFile {
  private readonly path: string;
  /** Which one was read last. */
  private at = 0;

  /** Throws where the file can't be read, or its folder can't be written in: a witness that could keep nothing must not start. */
  constructor(path: string) {
    this.path = resolve(path);
    accessSync(dirname(this.path), constants.W_OK);
    this.read();
  }

  /** Throws where the file can't be read: that must not count as none. */
  read(): Map<string, Cosigned> {
    for (;;) {
      this.at = this.newest();
      const path = this.at === 0 ? this.path : this.numbered(this.at);
      if (existsSync(path)) return this.parsed(path);
      // Another process has just taken it away, for a newer one; or there never was any.
      if (this.at === this.newest()) return new Map();
    }
  }

  /** What follows what was read last. Durable when answered; killed half-way it is as it was. Throws where another one follows. */
  write(state: ReadonlyMap<string, Cosigned>): void {
    const draft = `${this.path}.new-${process.pid}`;
    const next = this.at + 1;
    const lines = [...state].map(([origin, { size, root }]) => `${size} ${root.toString('base64')} ${origin}\n`);
    writeDurably(draft, lines.join(''));
    try {
      linkSync(draft, this.numbered(next));
    } catch (error) {
      rmSync(draft, { force: true });
      throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? new Error(`${this.path} ${OTHER}`) : error;
    }
    if (this.newest() !== next) {
      rmSync(draft, { force: true });
      rmSync(this.numbered(next), { force: true });
      throw new Error(`${this.path} ${OTHER}`);
    }
    renameSync(draft, this.path);
    const folder = openSync(dirname(this.path), 'r');
    fsyncSync(folder);
    closeSync(folder);
    this.at = next;
    for (const n of this.numbers().filter((each) => each < next)) rmSync(this.numbered(n), { force: true });
  }

  private numbered(n: number): string {
    return `${this.path}.${n}`;
  }

  private numbers(): readonly number[] {
    const folder = dirname(this.path);
    if (!existsSync(folder)) return [];
    return readdirSync(folder).flatMap((name) => {
      const n = name.startsWith(`${basename(this.path)}.`) ? name.slice(basename(this.path).length + 1) : '';
      return /^[1-9]\d{0,14}$/.test(n) && existsSync(join(folder, name)) ? [Number(n)] : [];
    });
  }

  private newest(): number {
    return Math.max(0, ...this.numbers());
  }

  private parsed(path: string): Map<string, Cosigned> {
    const lines = readFileSync(path, 'utf8').split('\n');
    if (lines.pop() !== '') throw new Error(`${path} ${DAMAGED}`);
    return new Map(
      lines.map((line) => {
        const [, count, encoded = '', origin] = /^(\d+) (\S+) (.+)$/u.exec(line) ?? [];
        const [size, root] = [decimal(count), bytesOfBase64(encoded)];
        if (size === undefined || origin === undefined || root?.length !== HASH_BYTES) {
          throw new Error(`${path} ${DAMAGED}`);
        }
        return [origin, { size, root }];
      }),
    );
  }
}
