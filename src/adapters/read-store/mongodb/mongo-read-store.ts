import type { ModelSchema } from '../../../kernel/read-model';
import type { BuildTable, ModelBuild, ReadStore } from '../../../kernel/read-store';
import { ensureIndexes, type Index } from '../../mongodb/indexes';
import { Marks } from '../../mongodb/marks';
import type { Mongo } from '../../mongodb/mongo';
import { buildName, type BuildKey } from './build-name';
import { MongoBuildTable } from './build-table';
import { Builds } from './builds';
import { ReadCheckpoints } from './checkpoints';
import { Discarded } from './discarded';

const FORMAT = 1;

const indexesOf = ({ indexes, words }: ModelSchema): readonly Index[] => [
  ...indexes.map((fields, number) => ({
    name: `by_${number}`,
    on: [...fields.map((field) => (field === 'id' ? '_id' : `f.${field}`)), '_id'].filter(isFirst),
  })),
  ...(words === undefined ? [] : [{ name: 'by_word', on: [`f.${words.within}`, 'words', '_id'] }]),
];

const isFirst = (field: string, place: number, all: readonly string[]): boolean => all.indexOf(field) === place;

const isSame = (a: Omit<BuildKey, 'model'>, b: Omit<BuildKey, 'model'>): boolean =>
  a.version === b.version && a.generation === b.generation;

/** Read models in one MongoDB database, for any number of nodes; a collection for each build. */
export class MongoReadStore implements ReadStore {
  private readonly known: Builds;
  private readonly marks: Marks;
  private readonly discarded: Discarded;
  private readonly checkpoints: ReadCheckpoints;

  constructor(private readonly mongo: Mongo) {
    this.known = new Builds(mongo);
    this.marks = new Marks(mongo);
    this.checkpoints = new ReadCheckpoints(mongo);
    this.discarded = new Discarded(mongo, this.checkpoints);
  }

  /** Throws `StoreDamaged` for what a later release wrote. */
  async open(): Promise<this> {
    await this.marks.assertFormat('read models', FORMAT);
    const builds = await this.all();
    // What an older release began has no checkpoint before its first write.
    for (const build of builds) await this.checkpoints.begin(buildName(build));
    await this.discarded.add(await this.orphans(builds));
    await this.discarded.drop();
    return this;
  }

  /** Drops nothing any more. */
  close(): void {
    this.discarded.stop();
  }

  builds(model: string): Promise<readonly ModelBuild[]> {
    return this.known.of(model);
  }

  async begin(schema: ModelSchema): Promise<ModelBuild> {
    const { name: model, version } = schema;
    let generation = 0;
    // Never one that was there before: its collection may still wait to be dropped.
    await this.known.change(model, (builds, turn) => {
      generation = turn;
      return [...builds, { version, generation, active: false }];
    });
    const build = { model, version, generation, active: false };
    await this.checkpoints.begin(buildName(build));
    await ensureIndexes(this.mongo, this.mongo.collection(buildName(build)), indexesOf(schema));
    return build;
  }

  async activate(build: ModelBuild): Promise<void> {
    let older: readonly Omit<BuildKey, 'model'>[] = [];
    await this.known.change(build.model, (builds) => {
      const isOlder = (each: Omit<BuildKey, 'model'>) =>
        each.version < build.version || (each.version === build.version && each.generation < build.generation);
      older = builds.filter(isOlder);
      return builds.filter((each) => !isOlder(each)).map((each) => ({ ...each, active: isSame(each, build) }));
    });
    await this.discarded.add(older.map((each) => buildName({ ...each, model: build.model })));
  }

  async discard(build: ModelBuild): Promise<void> {
    await this.known.change(build.model, (builds) => builds.filter((each) => !isSame(each, build)));
    await this.discarded.add([buildName(build)]);
  }

  table<D>(schema: ModelSchema, build: ModelBuild): BuildTable<D> {
    return new MongoBuildTable<D>(this.mongo, this.checkpoints, schema, build);
  }

  async belongsTo(logId: string): Promise<boolean> {
    return (await this.marks.first('log of the read models', logId)) === logId;
  }

  private async all(): Promise<readonly ModelBuild[]> {
    const models = await this.known.models();
    return (await Promise.all(models.map((model) => this.known.of(model)))).flat();
  }

  /** Collections of builds that nobody knows: a runner that had not yet heard of the discarding wrote into them once more. */
  private async orphans(builds: readonly ModelBuild[]): Promise<readonly string[]> {
    const collections = await this.mongo.call(() =>
      this.mongo.database.listCollections({}, { nameOnly: true }).toArray(),
    );
    const wanted = new Set(builds.map(buildName));
    return collections.map(({ name }) => name).filter((name) => /^read_\w+_v\d+_g\d+$/.test(name) && !wanted.has(name));
  }
}
