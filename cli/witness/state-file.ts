import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
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

/** The trees that were cosigned, by the origin of their log: a line each, `size root origin`. */
export class StateFile {
  private readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
    this.read();
  }

  /** Throws where the file can't be read: that must not count as none. */
  read(): Map<string, Cosigned> {
    if (!existsSync(this.path)) return new Map();
    const lines = readFileSync(this.path, 'utf8').split('\n');
    if (lines.pop() !== '') throw new Error(`${this.path} ${DAMAGED}`);
    return new Map(
      lines.map((line) => {
        const [, count, encoded = '', origin] = /^(\d+) (\S+) (.+)$/u.exec(line) ?? [];
        const [size, root] = [decimal(count), bytesOfBase64(encoded)];
        if (size === undefined || origin === undefined || root?.length !== HASH_BYTES) {
          throw new Error(`${this.path} ${DAMAGED}`);
        }
        return [origin, { size, root }];
      }),
    );
  }

  /** Durable when answered; killed half-way the file is as it was. */
  write(state: ReadonlyMap<string, Cosigned>): void {
    const draft = `${this.path}.new`;
    const file = openSync(draft, 'w', 0o600);
    try {
      writeSync(
        file,
        [...state].map(([origin, { size, root }]) => `${size} ${root.toString('base64')} ${origin}\n`).join(''),
      );
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, this.path);
    const folder = openSync(dirname(this.path), 'r');
    fsyncSync(folder);
    closeSync(folder);
  }
}
