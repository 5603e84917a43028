import type { ModelSchema } from '../../../kernel/read-model';
import type { BuildTable, ModelBuild, ReadStore } from '../../../kernel/read-store';
import { Marks } from '../../mongodb/marks';
import type { Mongo } from '../../mongodb/mongo';
import { makeBuildCollection } from './build-collection';
import { buildName, type BuildKey } from './build-name';
import { MongoBuildTable } from './build-table';
import { Builds } from './builds';
import { ReadCheckpoints } from './checkpoints';
import { Discarded } from './discarded';
import { FORMER_LAYOUT } from './former-layout';
import { LAYOUT } from './layout';
import { ModelViews } from './model-views';

const FORMAT = 2;
const IS_BUILD = /^read_\w+_v\d+_g\d+$/;

const isSame = (a: Omit<BuildKey, 'model'>, b: Omit<BuildKey, 'model'>): boolean =>
  a.version === b.version && a.generation === b.generation;

/**
 * Read models in one MongoDB database, for any number of nodes: a collection for each build and, where the server has views,
 * one under each model's name on the build that is active.
 */
export class MongoReadStore implements ReadStore {
  private readonly known: Builds;
  private readonly marks: Marks;
  private readonly discarded: Discarded;
  private readonly checkpoints: ReadCheckpoints;
  private readonly views: ModelViews;

  /** `tell`: of what the server lacks. */
  constructor(
    private readonly mongo: Mongo,
    tell: (warning: string) => void = () => undefined,
  ) {
    this.known = new Builds(mongo);
    this.marks = new Marks(mongo);
    this.checkpoints = new ReadCheckpoints(mongo);
    this.discarded = new Discarded(mongo, this.checkpoints);
    this.views = new ModelViews(mongo, tell);
  }

  /** Throws `StoreDamaged` for what a later release wrote. */
  async open(): Promise<this> {
    await this.marks.assertFormat('read models', FORMAT);
    const builds = await this.all();
    // What an older release began has no checkpoint before its first write.
    for (const build of builds) await this.checkpoints.begin(buildName(build));
    const collections = await this.mongo.call(() => this.mongo.database.listCollections().toArray());
    // A runner that had not yet heard of a discarding wrote into its collection once more.
    const wanted = new Set(builds.map(buildName));
    await this.discarded.add(
      collections.map(({ name }) => name).filter((name) => IS_BUILD.test(name) && !wanted.has(name)),
    );
    await this.discarded.drop();
    this.views.know(collections);
    await this.show(builds);
    return this;
  }

  /** Drops nothing any more. */
  close(): void {
    this.discarded.stop();
    this.views.stop();
  }

  async builds(model: string): Promise<readonly ModelBuild[]> {
    const builds = await this.known.of(model);
    // Another node may have switched, and ended before it told those who look from outside.
    void this.show(builds);
    return builds;
  }

  async begin(schema: ModelSchema): Promise<ModelBuild> {
    const { name: model, version } = schema;
    let generation = 0;
    // Never one that was there before: its collection may still wait to be dropped.
    await this.known.change(model, (builds, turn) => {
      generation = turn;
      return [...builds, { version, generation, active: false, format: 2 }];
    });
    const build = { model, version, generation, active: false };
    const name = buildName(build);
    await this.checkpoints.begin(name);
    await makeBuildCollection(this.mongo, name, schema);
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
    await this.show([{ ...build, active: true }]);
    await this.discarded.add(older.map((each) => buildName({ ...each, model: build.model })));
  }

  async discard(build: ModelBuild): Promise<void> {
    await this.known.change(build.model, (builds) => builds.filter((each) => !isSame(each, build)));
    await this.discarded.add([buildName(build)]);
  }

  table<D>(schema: ModelSchema, build: ModelBuild): BuildTable<D> {
    const layout = this.known.isFormer(build) ? FORMER_LAYOUT : LAYOUT;
    return new MongoBuildTable<D>(this.mongo, this.checkpoints, schema, layout, build);
  }

  async belongsTo(logId: string): Promise<boolean> {
    return (await this.marks.first('log of the read models', logId)) === logId;
  }

  private async all(): Promise<readonly ModelBuild[]> {
    const models = await this.known.models();
    return (await Promise.all(models.map((model) => this.known.of(model)))).flat();
  }

  private async show(builds: readonly ModelBuild[]): Promise<void> {
    const active = builds.filter((build) => build.active && !this.known.isFormer(build));
    await Promise.all(active.map((build) => this.views.show(build.model, buildName(build))));
  }
}
