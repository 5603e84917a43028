import { MongoClient, type Collection, type Db } from 'mongodb';
import { StoreUnavailable } from '../../kernel/store-errors';
import { CallLimiter } from './call-limiter';
import { followingCollection } from './following-collection';
import { assertTalksToUs, isSilence, whyNotConnected } from './why-not-connected';

const LIMIT_MS = 5000;
const REACH_MS = 2000;
/** How long a server that says nothing is asked at the start, ms. */
const TIMEOUT_MS = 10_000;
/** A client that got nothing but failures for so long is replaced by a new one, ms. */
const SILENCE_MS = 2 * REACH_MS;

/** Documents of ours are named by a text. */
export interface StoredByName {
  readonly _id: string;
}

const clientOf = (url: string): MongoClient =>
  new MongoClient(url, {
    appName: 'keyledger',
    // What was answered must outlive the loss of any one member; what is read must not be taken back.
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    maxPoolSize: 64,
    waitQueueTimeoutMS: REACH_MS,
    connectTimeoutMS: REACH_MS,
    serverSelectionTimeoutMS: REACH_MS,
    heartbeatFrequencyMS: REACH_MS,
    // A server that hangs would otherwise keep its connections for ever.
    socketTimeoutMS: 4 * LIMIT_MS,
    ignoreUndefined: true,
    promoteBuffers: true,
  });

interface Link {
  readonly client: MongoClient;
  readonly database: Db;
  readonly calls: CallLimiter;
}

const linkTo = (url: string): Link => {
  const client = clientOf(url);
  return { client, database: client.db(), calls: new CallLimiter(LIMIT_MS) };
};

/**
 * One client of one database at a time, for everything of this process that lies there. The driver waits for ever for a
 * command that it wrote to a connection in the instant in which the other side hung up (seen in 7.9, its heartbeat included:
 * then it finds no server any more, even when one is there again). So a client that has had failures only for some seconds
 * is replaced as a whole.
 */
export class Mongo {
  private failingSince?: number;
  private closed = false;

  private constructor(
    private readonly url: string,
    private link: Link,
  ) {}

  /**
   * Connects, or throws `StoreUnavailable` with one line that says what to do. A server that says nothing may only be
   * slow, so it is asked again until {@link TIMEOUT_MS} are over; whoever says what is wrong is believed at once.
   */
  static async open(url: string): Promise<Mongo> {
    const until = performance.now() + TIMEOUT_MS;
    for (;;) {
      try {
        return await Mongo.attempt(url);
      } catch (error) {
        if (!isSilence(error) || performance.now() >= until) throw whyNotConnected(error, url);
      }
    }
  }

  private static async attempt(url: string): Promise<Mongo> {
    const link = linkTo(url);
    try {
      await link.calls.run(() => assertTalksToUs(link.database));
      return new Mongo(url, link);
    } catch (error) {
      await link.client.close().catch(() => undefined);
      throw error;
    }
  }

  get database(): Db {
    return this.link.database;
  }

  /** May be kept: it is always the present client's. */
  collection<D extends StoredByName = StoredByName>(name: string): Collection<D> {
    return followingCollection(() => this.database.collection<D>(name));
  }

  /** See {@link CallLimiter.run}. */
  async call<T>(work: () => Promise<T>, limitMs = LIMIT_MS): Promise<T> {
    const { link } = this;
    try {
      const answer = await link.calls.run(work, limitMs);
      this.heard(link);
      return answer;
    } catch (error) {
      if (error instanceof StoreUnavailable) this.failed(link);
      else this.heard(link);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.link.client.close();
  }

  private heard(link: Link): void {
    if (link === this.link) this.failingSince = undefined;
  }

  private failed(link: Link): void {
    if (link !== this.link || this.closed) return;
    const now = performance.now();
    this.failingSince ??= now;
    if (now - this.failingSince < SILENCE_MS) return;
    this.failingSince = undefined;
    this.link = linkTo(this.url);
    // What it still has under way fails now; it would have in any case.
    link.client.close().catch(() => undefined);
  }
}
