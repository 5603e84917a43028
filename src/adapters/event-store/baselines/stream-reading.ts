import type { EventStore, StreamPage } from '../../../kernel/event-store';
import type { Baseline } from './baseline';
import type { Memory } from './memory';
import type { Snapshots } from './snapshots';

/** So many events are read, proved and folded in one go: some milliseconds, in which nobody else gets a turn. */
const PAGE = 250;

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Is it the fact that was the last one then? Ids that policies draw come again when a log was put back; times and places don't. */
const isSame = ({ entries: [first] }: StreamPage, { last, position }: Memory<unknown>): boolean =>
  first?.event?.id === last.id &&
  first.revision === last.revision &&
  first.position === position &&
  first.event.metadata.time === last.time;

/** Reads streams from where they are known, in pages that let others through; of a long one that is not known, what is kept of it is the start. */
export class StreamReading {
  constructor(
    private readonly store: Pick<EventStore, 'scanStream' | 'isWhole'>,
    private readonly snapshots?: Snapshots,
  ) {}

  async read<S>(baseline: Baseline<S>): Promise<void> {
    const isCold = baseline.revision === -1;
    let isFirst = true;
    let page = await this.page(baseline);
    while (this.took(baseline, page)) {
      const known = isFirst && isCold ? await this.recalled(baseline) : undefined;
      isFirst = false;
      await turn();
      page = known ?? (await this.page(baseline));
    }
    baseline.known = true;
    this.snapshots?.offer(baseline as Baseline);
  }

  /** Answers whether there is more to read. */
  private took<S>(baseline: Baseline<S>, { entries, more, gone, reached }: StreamPage): boolean {
    baseline.frozen = undefined;
    baseline.take(entries);
    if (gone !== undefined) baseline.isGone(gone);
    if (reached !== undefined) baseline.reached(reached);
    return more && baseline.frozen === undefined;
  }

  private page<S>({ stream, revision }: Baseline<S>): Promise<StreamPage> {
    return this.store.scanStream(stream, revision + 1, PAGE);
  }

  /** What is kept of the stream, if the log still has the fact it ended with: then the page that begins with that. */
  private async recalled<S>(baseline: Baseline<S>): Promise<StreamPage | undefined> {
    const { stream, fold } = baseline;
    if (!baseline.isSound) return undefined;
    const memory = await this.snapshots?.find(stream, fold);
    if (memory === undefined) return undefined;
    const page = await this.store.scanStream(stream, memory.last.revision, PAGE);
    // What lies before it is not read: that nothing is lost from there is all that is asked.
    const isWhole = (await this.store.isWhole?.(stream, memory.last.revision)) ?? true;
    if (!isWhole || !isSame(page, memory)) {
      await this.snapshots?.drop(stream);
      return undefined;
    }
    if (memory.last.revision > baseline.revision) baseline.recall(memory);
    return page;
  }
}
