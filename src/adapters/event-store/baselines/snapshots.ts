import type { FactAuthentication } from '../../../kernel/facts/fact-authentication';
import type { Fold } from '../../../kernel/fold';
import type { StreamSnapshots } from '../../../kernel/stream-snapshots';
import type { Baseline } from './baseline';
import type { Memory } from './memory';
import { readSnapshot, snapshotText } from './snapshot-text';

/** So many facts are folded in some tens of milliseconds: it is not worth keeping what fewer make. */
const WORTH_KEEPING = 1000;
/** Below what a document of MongoDB holds; what is longer is folded anew each time. */
const MOST_BYTES = 12_000_000;
/** Streams that wait to be kept. What comes beyond is kept when it has grown further. */
const MOST_WAITING = 100;
/** Longer than that the store is not waited for: the log is there. */
const FIND_MS = 250;
/** For so long a store that did not answer is not asked again. */
const PAUSE_MS = 10_000;

/** Others come first. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

export interface SnapshotsOptions {
  readonly store: StreamSnapshots;
  readonly authentication: FactAuthentication;
  readonly onError: (error: unknown) => void;
}

/**
 * What long streams had made, so that they need not be folded from their beginning. Kept behind the back of whoever decides, and
 * never missed: a store that is away, or keeps something else than it was given, costs time alone.
 */
export class Snapshots {
  private readonly waiting = new Map<string, Baseline>();
  private working: Promise<void> | undefined;
  private silentUntil = 0;
  private stopped = false;

  constructor(private readonly options: SnapshotsOptions) {}

  /** What was kept of the stream by a server of ours; the log has yet to say whether it is still so. */
  async find<S>(stream: string, fold: Fold<S>): Promise<Memory<S> | undefined> {
    const { store, authentication } = this.options;
    if (performance.now() < this.silentUntil) return undefined;
    try {
      const kept = await this.inTime(store.find(stream));
      if (kept === undefined) return undefined;
      await turn();
      if (authentication.holds(kept.code, kept.text)) {
        await turn();
        return readSnapshot(stream, fold, kept.text);
      }
      await store.drop(stream);
    } catch (error) {
      this.failed(error);
    }
    return undefined;
  }

  /** It is not so, or not any more. */
  async drop(stream: string): Promise<void> {
    await this.options.store.drop(stream).catch((error: unknown) => this.failed(error));
  }

  /** Keeps what is known, some time, if enough is new of it. */
  offer(baseline: Baseline): void {
    const isNew = baseline.facts - baseline.factsKept >= WORTH_KEEPING;
    if (!isNew || this.stopped || this.waiting.size >= MOST_WAITING) return;
    this.waiting.set(baseline.stream, baseline);
    this.working ??= this.work();
  }

  /** Ends with what is being kept. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.waiting.clear();
    await this.working;
  }

  private async work(): Promise<void> {
    await turn();
    for (const [stream, baseline] of this.waiting) {
      this.waiting.delete(stream);
      await this.keep(baseline).catch((error: unknown) => this.failed(error));
      await turn();
    }
    this.working = undefined;
  }

  private async keep(baseline: Baseline): Promise<void> {
    const { stream, fold, memory } = baseline;
    if (memory === undefined || performance.now() < this.silentUntil) return;
    baseline.factsKept = memory.facts;
    const text = snapshotText(stream, fold, memory);
    if (Buffer.byteLength(text) > MOST_BYTES) return;
    await turn();
    const code = this.options.authentication.codeOf(text);
    await turn();
    await this.options.store.put({ stream, text, code });
  }

  private async inTime<T>(asked: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('snapshots are not answered in time')), FIND_MS);
    });
    try {
      return await Promise.race([asked, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private failed(error: unknown): void {
    this.silentUntil = performance.now() + PAUSE_MS;
    this.options.onError(error);
  }
}
