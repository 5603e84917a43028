import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import type { StoredEvent } from './stored-event';

interface Line extends Omit<StoredEvent, 'data' | 'metadata'> {
  readonly data: string;
  readonly metadata: string;
}

const toLine = ({ data, metadata, ...rest }: StoredEvent): Line => ({
  ...rest,
  data: data.toString('base64'),
  metadata: metadata.toString('base64'),
});

const fromLine = ({ data, metadata, ...rest }: Line): StoredEvent => ({
  ...rest,
  data: Buffer.from(data, 'base64'),
  metadata: Buffer.from(metadata, 'base64'),
});

/** One append a line, so that a process killed while it writes leaves an append whole or not at all. */
export class LogFile {
  constructor(private readonly path: string) {}

  /** What earlier processes wrote; half a line at the end is cut off, as a server does with half a record. */
  read(): StoredEvent[] {
    if (!existsSync(this.path)) {
      return [];
    }
    const text = readFileSync(this.path, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    truncateSync(this.path, Buffer.byteLength(whole));
    return whole
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => (JSON.parse(line) as Line[]).map(fromLine));
  }

  write(events: readonly StoredEvent[]): void {
    appendFileSync(this.path, `${JSON.stringify(events.map(toLine))}\n`);
  }
}
