import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import { isSameMark, ORIGIN, type Mark } from '../../../kernel/subscription/mark';
import { markFromText, markToText } from '../../marks/stored-mark';
import { duplicatesIn } from '../../mongodb/mongo-error';
import type { Mongo, StoredByName } from '../../mongodb/mongo';
import { Batcher } from '../../mongodb/batcher';

interface CheckpointDocument extends StoredByName {
  readonly position: string;
  readonly eventId?: string;
  readonly mark?: string;
}

interface Reached {
  readonly name: string;
  readonly mark: Mark;
  readonly before: Mark;
}

const documentOf = ({ mark }: Reached): Omit<CheckpointDocument, '_id'> => ({
  position: mark.position,
  mark: markToText(mark),
  ...(mark.fact === undefined ? {} : { eventId: mark.fact.eventId }),
});

/** How far each build is. All builds of a node move with nearly every event, so they are read and written together. */
export class ReadCheckpoints {
  private readonly documents: Collection<CheckpointDocument>;
  private readonly reading = new Batcher((names: readonly string[]) => this.readAll(names));
  private readonly writing = new Batcher((reached: readonly Reached[]) => this.writeAll(reached));

  constructor(private readonly mongo: Mongo) {
    this.documents = mongo.collection<CheckpointDocument>('read_checkpoints');
  }

  async of(name: string): Promise<Mark | undefined> {
    return (await this.reading.with(name)).get(name);
  }

  /** A build that begins has its checkpoint from then on: one that has none was dropped, or its store was emptied. */
  async begin(name: string): Promise<void> {
    await this.mongo.call(() =>
      this.documents.updateOne({ _id: name }, { $setOnInsert: { position: ORIGIN.position } }, { upsert: true }),
    );
  }

  /** Puts a mark in the place of the one before; false when another one stands there by now. */
  async reached(name: string, mark: Mark, before: Mark): Promise<boolean> {
    const asked: Reached = { name, mark, before };
    return !(await this.writing.with(asked)).has(asked);
  }

  async forget(name: string): Promise<void> {
    await this.mongo.call(() => this.documents.deleteOne({ _id: name }));
  }

  private async readAll(names: readonly string[]): Promise<ReadonlyMap<string, Mark>> {
    const found = await this.mongo.call(() => this.documents.find({ _id: { $in: [...names] } }).toArray());
    return new Map(found.map(({ _id, position, mark }) => [_id, markFromText(position, mark)]));
  }

  /** Those whose mark was not written. Which writes found nothing is not told, so that it is looked up then. */
  private async writeAll(reached: readonly Reached[]): Promise<ReadonlySet<Reached>> {
    if ((await this.put(reached)) === reached.length) return new Set();
    const stored = await this.readAll(reached.map(({ name }) => name));
    const isThere = ({ name, mark }: Reached) => {
      const found = stored.get(name);
      return found !== undefined && isSameMark(found, mark);
    };
    return new Set(reached.filter((each) => !isThere(each)));
  }

  private put(reached: readonly Reached[]): Promise<number> {
    const writes = reached.map((each): AnyBulkWriteOperation<CheckpointDocument> => {
      const { name, before } = each;
      const eventId = before.fact?.eventId;
      const filter = { _id: name, position: before.position, ...(eventId === undefined ? {} : { eventId }) };
      return { replaceOne: { filter, replacement: documentOf(each) } };
    });
    return this.mongo.call(async () => {
      try {
        return (await this.documents.bulkWrite(writes, { ordered: false })).matchedCount;
      } catch (error) {
        if (duplicatesIn(error) === undefined) throw error;
        return 0;
      }
    });
  }
}
