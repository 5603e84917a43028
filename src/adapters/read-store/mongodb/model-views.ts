import { randomUUID } from 'node:crypto';
import { MongoServerError, type CollectionInfo } from 'mongodb';
import { sameJson } from '../../../kernel/facts/same-json';
import { StoreUnavailable } from '../../../kernel/store-errors';
import type { Mongo } from '../../mongodb/mongo';
import { LAYOUT } from './layout';

/** After a failure, ms. */
const AGAIN_MS = 5000;

/** What somebody sees who looks in from outside: the documents there are, without what the store needs beside them. */
const PIPELINE = [{ $match: LAYOUT.alive }, { $unset: ['_position', LAYOUT.words] }];

type Listed = Pick<CollectionInfo, 'name'> & Partial<Pick<CollectionInfo, 'type' | 'options'>>;

const targetOf = ({ type, options }: Listed): string | undefined =>
  type === 'view' && sameJson(options?.['pipeline'], PIPELINE) ? String(options?.['viewOn']) : undefined;

/** Did the server say no, or was there nobody who could say anything now? */
const isAnswer = (error: unknown): boolean => {
  const said = error instanceof StoreUnavailable ? error.cause : error;
  return said instanceof MongoServerError && !said.hasErrorLabel('RetryableWriteError');
};

/**
 * A view for each model, under the model's name, on the build that is active: what people and their tools ask, through a
 * rebuild and a new version too. Nothing of ours reads it, so a server without views lacks nothing else, and a view that
 * can't be made now is tried again while everything goes on.
 */
export class ModelViews {
  /** By model: the collection its view is on, or would be, had nobody else taken the name. */
  private readonly shown = new Map<string, string>();
  private readonly wanted = new Map<string, string>();
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private supported: Promise<boolean> | undefined;
  private stopped = false;

  constructor(
    private readonly mongo: Mongo,
    private readonly tell: (warning: string) => void,
  ) {}

  /** What stands in the database. */
  know(collections: readonly Listed[]): void {
    for (const each of collections) {
      const target = targetOf(each);
      if (target !== undefined) this.shown.set(each.name, target);
    }
  }

  /** Has the view of a model on this collection from now on. Never throws. */
  async show(model: string, collection: string): Promise<void> {
    this.wanted.set(model, collection);
    if (this.stopped || this.shown.get(model) === collection) return;
    const running = this.underWay.get(model) ?? this.run(model).finally(() => this.underWay.delete(model));
    this.underWay.set(model, running);
    await running;
  }

  stop(): void {
    this.stopped = true;
    this.timers.forEach((timer) => clearTimeout(timer));
    this.timers.clear();
  }

  private async run(model: string): Promise<void> {
    try {
      for (let target = this.due(model); target !== undefined && !this.stopped; target = this.due(model)) {
        if (!(await this.serverHasViews())) return;
        await this.point(model, target);
        this.shown.set(model, target);
      }
    } catch {
      // Whatever it is: the server may be away, or may not allow it now.
      this.again(model);
    }
  }

  private due(model: string): string | undefined {
    const target = this.wanted.get(model);
    return target === this.shown.get(model) ? undefined : target;
  }

  private async point(model: string, target: string): Promise<void> {
    const { database } = this.mongo;
    const standing = await this.listed(model);
    if (standing !== undefined && targetOf(standing) === target) return;
    if (standing !== undefined && standing.type !== 'view') {
      this.tell(
        `the name ${model} is taken by a collection in the database of MONGODB_URL; rename that one, so that the read model can be queried by it`,
      );
      return;
    }
    if (standing !== undefined) {
      const change = { collMod: model, viewOn: target, pipeline: PIPELINE };
      // There are servers without the command, and servers that say they did it: what stands then counts.
      await this.mongo.call(() => database.command(change)).catch(() => undefined);
      const changed = await this.listed(model);
      if (changed !== undefined && targetOf(changed) === target) return;
      await this.mongo.call(() => database.dropCollection(model));
    }
    await this.mongo.call(() => database.createCollection(model, { viewOn: target, pipeline: PIPELINE }));
  }

  private serverHasViews(): Promise<boolean> {
    this.supported ??= this.hasViews().catch((error: unknown) => {
      this.supported = undefined;
      throw error;
    });
    return this.supported;
  }

  /** There are servers that make a collection when they are asked for a view. */
  private async hasViews(): Promise<boolean> {
    const name = `read_view_${randomUUID()}`;
    const make = () => this.mongo.database.createCollection(name, { viewOn: 'read_builds', pipeline: PIPELINE });
    try {
      const refused = await this.mongo.call(make).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (refused instanceof Error && !isAnswer(refused)) throw refused;
      return (await this.listed(name))?.type === 'view' || this.without();
    } finally {
      await this.mongo.call(() => this.mongo.database.dropCollection(name)).catch(() => undefined);
    }
  }

  private without(): false {
    this.tell(
      'the server of MONGODB_URL has no views, or lets its user make none: read models can not be queried there by their names; see docs/mongodb.md',
    );
    return false;
  }

  private async listed(name: string): Promise<Listed | undefined> {
    const found = await this.mongo.call(() => this.mongo.database.listCollections({ name }).toArray());
    // There are servers that list them all.
    return found.find((each) => each.name === name);
  }

  private again(model: string): void {
    if (this.stopped) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.show(model, this.wanted.get(model) ?? '');
    }, AGAIN_MS);
    timer.unref();
    this.timers.add(timer);
  }
}
