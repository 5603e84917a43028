import { StoreDamaged } from '../../kernel/store-errors';
import { isDuplicateKey } from './mongo-error';
import type { Mongo, StoredByName } from './mongo';

interface Mark extends StoredByName {
  readonly value: string | number;
  /** Of the root key. */
  readonly former?: string;
  readonly broken?: number;
  readonly generation?: number;
}

/** The name is from before a root key could be changed: an older release finds it, and knows whether it may start. */
const ROOT_KEY = 'root key';

export interface StoredRootKeyMark {
  readonly value: string;
  readonly former?: string;
  readonly broken?: number;
  /** Absent: from before a root key could be changed. */
  readonly generation?: number;
}

/** What a database says of itself once and for ever: its format, whose it is. */
export class Marks {
  private readonly marks;

  constructor(private readonly mongo: Mongo) {
    this.marks = mongo.collection<Mark>('keyledger');
  }

  /** The value told first, which is the one from then on. */
  async first(name: string, value: string | number): Promise<string | number> {
    try {
      await this.mongo.call(() => this.marks.insertOne({ _id: name, value }));
      return value;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    return (await this.find(name)) ?? value;
  }

  /** In the place of the one before. */
  async put(name: string, value: string | number): Promise<void> {
    await this.mongo.call(() => this.marks.replaceOne({ _id: name }, { value }, { upsert: true }));
  }

  async find(name: string): Promise<string | number | undefined> {
    return (await this.mongo.call(() => this.marks.findOne({ _id: name })))?.value;
  }

  async remove(name: string): Promise<void> {
    await this.mongo.call(() => this.marks.deleteOne({ _id: name }));
  }

  async rootKey(): Promise<StoredRootKeyMark | undefined> {
    const found = await this.mongo.call(() => this.marks.findOne({ _id: ROOT_KEY }));
    return found === null ? undefined : { ...found, value: String(found.value) };
  }

  /** Rejects with the driver's duplicate key where `instead` is undefined and one stands there. */
  async setRootKey(mark: StoredRootKeyMark, instead: string | undefined): Promise<boolean> {
    if (instead === undefined) {
      await this.mongo.call(() => this.marks.insertOne({ _id: ROOT_KEY, ...mark }));
      return true;
    }
    const { matchedCount } = await this.mongo.call(() =>
      this.marks.replaceOne({ _id: ROOT_KEY, value: instead }, mark),
    );
    return matchedCount === 1;
  }

  /** In the place of the one before, if there is one: of a database that is made to be what another store is. */
  async putRootKey(mark: StoredRootKeyMark): Promise<void> {
    await this.mongo.call(() => this.marks.replaceOne({ _id: ROOT_KEY }, mark, { upsert: true }));
  }

  removeRootKey(): Promise<void> {
    return this.remove(ROOT_KEY);
  }

  /** Throws `StoreDamaged` when what is kept there was written by a later release. */
  async assertFormat(of: string, known: number): Promise<void> {
    const found = await this.first(`${of} format`, known);
    if (typeof found !== 'number' || found > known) {
      throw new StoreDamaged(
        `the ${of} in the database of MONGODB_URL was written by a newer version of Keyledger (its format is ${found}, this release knows ${known}); start that version`,
      );
    }
  }
}
