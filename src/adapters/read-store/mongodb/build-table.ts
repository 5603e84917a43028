import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import type { Condition, FindOptions, ModelSchema, Versioned } from '../../../kernel/read-model';
import type { BuildTable } from '../../../kernel/read-store';
import type { Mark } from '../../../kernel/subscription/mark';
import { MarkMoved } from '../../../kernel/subscription/mark-moved';
import type { Mongo } from '../../mongodb/mongo';
import { duplicatesIn } from '../../mongodb/mongo-error';
import { buildName, type BuildKey } from './build-name';
import type { ReadCheckpoints } from './checkpoints';
import { matching, pageFilter } from './filter';
import type { Layout } from './layout';
import { toStoredDocument, type StoredDocument } from './stored-document';

/** For a batch of a thousand documents; a catch-up may take its time, a request has given up long before. */
const BATCH_LIMIT_MS = 30_000;
/** Nobody waits for a list longer than this; the server then stops working on it. */
const READ_LIMIT_MS = 5000;
const CHUNK = 1000;

/** One build of a read model: a collection of its own. */
export class MongoBuildTable<D> implements BuildTable<D> {
  private readonly name: string;
  private readonly documents: Collection<StoredDocument>;
  /** Ids of the last load, by whether it found them: what is there is never an insertion, and what is not mostly is one. */
  private loaded: ReadonlyMap<string, boolean> = new Map();

  constructor(
    private readonly mongo: Mongo,
    private readonly checkpoints: ReadCheckpoints,
    private readonly schema: ModelSchema,
    private readonly layout: Layout,
    build: BuildKey,
  ) {
    this.name = buildName(build);
    this.documents = mongo.collection<StoredDocument>(this.name);
  }

  async get(id: string): Promise<D | undefined> {
    const found = await this.mongo.call(() => this.documents.findOne({ _id: { $eq: id } }));
    return found === null ? undefined : this.layout.versioned<D>(found).document;
  }

  async find(options: FindOptions): Promise<readonly D[]> {
    const { filter, sort } = pageFilter(this.schema, this.layout, options);
    const found = await this.mongo.call(() =>
      this.documents
        .find(filter, { projection: this.layout.unread, sort, limit: options.limit, maxTimeMS: READ_LIMIT_MS })
        .toArray(),
    );
    return found.map((stored) => this.layout.listed<D>(stored));
  }

  count(where: readonly Condition[]): Promise<number> {
    const filter = matching(this.schema, this.layout, where);
    return this.mongo.call(() => this.documents.countDocuments(filter, { maxTimeMS: READ_LIMIT_MS }));
  }

  async load(ids: readonly string[]): Promise<ReadonlyMap<string, Versioned<D>>> {
    const found = new Map<string, Versioned<D>>();
    for (let i = 0; i < ids.length; i += CHUNK) {
      const chunk = ids.slice(i, i + CHUNK);
      const stored = await this.mongo.call(
        () => this.documents.find({ _id: { $in: chunk } }, { projection: { [this.layout.words]: 0 } }).toArray(),
        BATCH_LIMIT_MS,
      );
      stored.forEach((each) => found.set(each._id, this.layout.versioned<D>(each)));
    }
    this.loaded = new Map(ids.map((id) => [id, found.has(id)]));
    return found;
  }

  /** The checkpoint is written last: after a crash in between, what is applied again changes nothing. */
  async write(changes: readonly Versioned<D>[], checkpoint: Mark, before: Mark): Promise<void> {
    for (let i = 0; i < changes.length; i += CHUNK) {
      await this.put(changes.slice(i, i + CHUNK));
    }
    if (!(await this.checkpoints.reached(this.name, checkpoint, before))) throw new MarkMoved(this.name);
  }

  checkpoint(): Promise<Mark | undefined> {
    return this.checkpoints.of(this.name);
  }

  /**
   * A write finds its document only where the stored position is older. What was not there is inserted, and collides when
   * another runner has inserted it meanwhile; so does what nobody looked for, when it stands there as new or newer. The
   * second try, which inserts nothing, tells these apart.
   */
  private async put(changes: readonly Versioned<D>[]): Promise<void> {
    const collided = await this.bulk(changes.map((change) => this.firstTry(change)));
    const again = collided.flatMap((place) => changes[place] ?? []).map((change) => this.replacement(change, false));
    await this.bulk(again);
  }

  private firstTry(change: Versioned<D>): AnyBulkWriteOperation<StoredDocument> {
    const found = this.loaded.get(change.id);
    return found === false
      ? { insertOne: { document: toStoredDocument(this.schema, change) } }
      : this.replacement(change, found === undefined);
  }

  private replacement(change: Versioned<D>, upsert: boolean): AnyBulkWriteOperation<StoredDocument> {
    const { _id, ...replacement } = toStoredDocument(this.schema, change);
    return { replaceOne: { filter: { _id, _position: { $lt: change.position } }, replacement, upsert } };
  }

  private bulk(writes: readonly AnyBulkWriteOperation<StoredDocument>[]): Promise<readonly number[]> {
    if (writes.length === 0) return Promise.resolve([]);
    const write = async (): Promise<readonly number[]> => {
      try {
        await this.documents.bulkWrite(writes, { ordered: false });
        return [];
      } catch (error) {
        const collided = duplicatesIn(error);
        if (collided === undefined) throw error;
        return collided;
      }
    };
    return this.mongo.call(write, BATCH_LIMIT_MS);
  }
}
