import type { Mongo, StoredByName } from '../../mongodb/mongo';
import type { ReadCheckpoints } from './checkpoints';

/** Longer than any node goes on asking a build after another has become the active one. */
const KEPT_MS = 60_000;

interface DiscardedDocument extends StoredByName {
  /** ms since 1970, by the clock of the node that discarded it. */
  readonly at: number;
}

/**
 * Builds nobody needs any more. Their collections go a minute later: another node may be in the middle of a question, and an
 * empty answer would be a wrong one.
 */
export class Discarded {
  private readonly documents;
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly mongo: Mongo,
    private readonly checkpoints: Pick<ReadCheckpoints, 'forget'>,
    private readonly keptMs = KEPT_MS,
  ) {
    this.documents = mongo.collection<DiscardedDocument>('read_discarded');
  }

  async add(names: readonly string[]): Promise<void> {
    const at = Date.now();
    for (const name of names) {
      await this.mongo.call(() => this.documents.updateOne({ _id: name }, { $setOnInsert: { at } }, { upsert: true }));
    }
    if (names.length > 0) this.dropLater();
  }

  /** Drops what was discarded long enough ago, by whichever node. */
  async drop(): Promise<void> {
    const until = Date.now() - this.keptMs;
    const due = await this.mongo.call(() => this.documents.find({ at: { $lte: until } }).toArray());
    for (const { _id: name } of due) {
      await this.mongo.call(() => this.mongo.collection(name).drop());
      await this.checkpoints.forget(name);
      await this.mongo.call(() => this.documents.deleteOne({ _id: name }));
    }
  }

  stop(): void {
    this.timers.forEach((timer) => clearTimeout(timer));
    this.timers.clear();
  }

  private dropLater(): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      // Whatever keeps it from being dropped now, the next start or the next rebuild tries again.
      this.drop().catch(() => undefined);
    }, this.keptMs + 1);
    timer.unref();
    this.timers.add(timer);
  }
}
