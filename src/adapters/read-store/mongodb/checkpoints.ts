import type { Collection } from 'mongodb';
import { BEFORE_FIRST, type Position } from '../../../kernel/position';
import { duplicatesIn } from '../../mongodb/mongo-error';
import type { Mongo, Named } from '../../mongodb/mongo';
import { Together } from '../../mongodb/together';

interface CheckpointDocument extends Named {
  readonly position: string;
}

interface Reached {
  readonly name: string;
  readonly position: Position;
}

/** How far each build is. All builds of a node move with nearly every event, so they are read and written together. */
export class ReadCheckpoints {
  private readonly documents: Collection<CheckpointDocument>;
  private readonly reading = new Together((names: readonly string[]) => this.readAll(names));
  private readonly writing = new Together((reached: readonly Reached[]) => this.writeAll(reached));

  constructor(private readonly mongo: Mongo) {
    this.documents = mongo.collection<CheckpointDocument>('read_checkpoints');
  }

  async of(name: string): Promise<Position> {
    return (await this.reading.with(name)).get(name) ?? BEFORE_FIRST;
  }

  /** Never moves back. */
  reached(name: string, position: Position): Promise<void> {
    return this.writing.with({ name, position });
  }

  async forget(name: string): Promise<void> {
    await this.mongo.call(() => this.documents.deleteOne({ _id: name }));
  }

  private async readAll(names: readonly string[]): Promise<ReadonlyMap<string, Position>> {
    const found = await this.mongo.call(() => this.documents.find({ _id: { $in: [...names] } }).toArray());
    return new Map(found.map(({ _id, position }) => [_id, position]));
  }

  private async writeAll(reached: readonly Reached[]): Promise<void> {
    const collided = await this.put(reached);
    // Somebody else inserted them meanwhile: now they are there.
    if (collided.length > 0) await this.put(collided);
  }

  private put(reached: readonly Reached[]): Promise<readonly Reached[]> {
    const writes = reached.map(({ name, position }) => ({
      updateOne: { filter: { _id: name }, update: { $max: { position } }, upsert: true },
    }));
    return this.mongo.call(async () => {
      try {
        await this.documents.bulkWrite(writes, { ordered: false });
        return [];
      } catch (error) {
        const places = duplicatesIn(error);
        if (places === undefined) throw error;
        return places.flatMap((place) => reached[place] ?? []);
      }
    });
  }
}
