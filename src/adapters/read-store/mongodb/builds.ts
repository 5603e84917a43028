import type { Collection } from 'mongodb';
import type { ModelBuild } from '../../../kernel/read-store';
import { isDuplicateKey } from '../../mongodb/mongo-error';
import { buildName } from './build-name';
import type { Mongo, StoredByName } from '../../mongodb/mongo';
import { Batcher } from '../../mongodb/batcher';

type KnownBuild = Omit<ModelBuild, 'model'> & {
  /** Absent: begun by a release before 2, which laid documents down as texts. */
  readonly format?: 2;
};

interface BuildsDocument extends StoredByName {
  /** Grows with every change: whoever read an older one changes nothing. */
  readonly turn: number;
  readonly builds: readonly KnownBuild[];
}

const inOrder = (a: KnownBuild, b: KnownBuild): number => a.version - b.version || a.generation - b.generation;

/** Which builds of each model there are: one document a model, so that a switch is one step for everybody. */
export class Builds {
  private readonly documents: Collection<BuildsDocument>;
  /** Names of builds that a former release began. */
  private readonly former = new Set<string>();
  /** Every model of a node looks at its builds at the same moment. */
  private readonly reading = new Batcher((models: readonly string[]) => this.readAll(models));

  constructor(private readonly mongo: Mongo) {
    this.documents = mongo.collection<BuildsDocument>('read_builds');
  }

  async of(model: string): Promise<readonly ModelBuild[]> {
    const { builds } = await this.read(model);
    return builds.map(({ format, ...build }) => {
      if (format === undefined) this.former.add(buildName({ model, ...build }));
      return { model, ...build };
    });
  }

  /** Did a release before 2 begin it? Whoever has such a build has found it here. */
  isFormer(build: ModelBuild): boolean {
    return this.former.has(buildName(build));
  }

  /** Changes the list as it stands at that moment, whoever else does. `turn` is a number no earlier change was given. */
  async change(
    model: string,
    to: (builds: readonly KnownBuild[], turn: number) => readonly KnownBuild[],
  ): Promise<void> {
    for (;;) {
      const { turn, builds } = await this.read(model);
      const next = { turn: turn + 1, builds: to(builds, turn + 1).toSorted(inOrder) };
      if (await this.replace(model, turn, next)) return;
    }
  }

  async models(): Promise<readonly string[]> {
    return (await this.mongo.call(() => this.documents.find({}, { projection: { _id: 1 } }).toArray())).map(
      ({ _id }) => _id,
    );
  }

  private async read(model: string): Promise<Pick<BuildsDocument, 'turn' | 'builds'>> {
    return (await this.reading.with(model)).get(model) ?? { turn: 0, builds: [] };
  }

  private async readAll(models: readonly string[]): Promise<ReadonlyMap<string, BuildsDocument>> {
    const found = await this.mongo.call(() => this.documents.find({ _id: { $in: [...models] } }).toArray());
    return new Map(found.map((each) => [each._id, each]));
  }

  private async replace(model: string, turn: number, next: Omit<BuildsDocument, '_id'>): Promise<boolean> {
    try {
      const upsert = turn === 0;
      const filter = { _id: model, turn };
      const { matchedCount, upsertedCount } = await this.mongo.call(() =>
        this.documents.replaceOne(filter, next, { upsert }),
      );
      return matchedCount + upsertedCount === 1;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
