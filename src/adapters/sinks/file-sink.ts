import { stat } from 'node:fs/promises';
import type { Sink, SinkItem } from '../../kernel/sinks';
import { factOfItem, fileLine } from './file-line';
import { openSinkFile, type SinkFileHandle } from './open-sink-file';
import { refusedAs } from './refused-as';
import { within } from './within';

const TIMEOUT_MS = 15_000;
const CLOSE_MS = 1000;

/** Of a batch that is sent again, what comes after the file's last line. */
const afterLast = (items: readonly SinkItem[], last: string | undefined): readonly SinkItem[] =>
  last === undefined ? items : items.slice(items.findIndex((item) => factOfItem(item) === last) + 1);

/**
 * A file that only grows, a line of JSON for each item, on the disk when it is answered. Where somebody has put another file
 * in its place (logrotate), it goes on in that one.
 */
export class FileSink implements Sink {
  readonly name = 'file';
  private file?: SinkFileHandle;
  private underWay: Promise<void> = Promise.resolve();

  constructor(readonly place: string) {}

  /** A disk that hangs keeps one write and no more: none is begun beside it. */
  async send(items: readonly SinkItem[], signal: AbortSignal): Promise<void> {
    await within(this.underWay, TIMEOUT_MS, signal);
    const work = this.write(items);
    this.underWay = work.catch(() => undefined);
    await within(work, TIMEOUT_MS, signal);
  }

  /** Where the disk hangs, the system closes it at the end of the process. */
  async close(): Promise<void> {
    await within(
      this.underWay.then(() => this.letGo()),
      CLOSE_MS,
      new AbortController().signal,
    ).catch(() => undefined);
  }

  private async write(items: readonly SinkItem[]): Promise<void> {
    try {
      const file = await this.current();
      const fresh = afterLast(items, file.last);
      const text = fresh.map(fileLine).join('');
      await file.handle.appendFile(text);
      await file.handle.datasync();
      file.size += Buffer.byteLength(text);
      file.last = fresh.map(factOfItem).findLast((fact) => fact !== undefined) ?? file.last;
    } catch (error) {
      // Half a line may be written: it is mended when the file is opened anew.
      await this.letGo();
      throw refusedAs(error);
    }
  }

  private async current(): Promise<SinkFileHandle> {
    const { file } = this;
    if (file !== undefined) {
      const now = await stat(this.place).catch(() => undefined);
      if (now?.ino === file.ino && now.dev === file.dev && now.size >= file.size) return file;
      await this.letGo();
    }
    return (this.file = await openSinkFile(this.place));
  }

  private async letGo(): Promise<void> {
    const { file } = this;
    delete this.file;
    await file?.handle.close().catch(() => undefined);
  }
}
