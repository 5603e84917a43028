import type { ModelSchema, ReadModel, Versioned } from './read-model';
import type { Mark } from './subscription/mark';

/** One filling of a read model. Several stand side by side while a new one catches up; one is active. */
export interface ModelBuild {
  readonly model: string;
  readonly version: number;
  /** Grows with every rebuild of the same version. */
  readonly generation: number;
  readonly active: boolean;
}

/** The documents of one build, as the projection engine sees them. */
export interface BuildTable<D> extends ReadModel<D> {
  /** The documents and tombstones there are among these ids, with their positions. */
  load(ids: readonly string[]): Promise<ReadonlyMap<string, Versioned<D>>>;
  /**
   * Writes documents and tombstones, each only where the stored position is older than the new one, then puts the
   * checkpoint in the place of the one before; where that is another one by now, or the build is gone, the checkpoint is left
   * alone and {@link MarkMoved} is thrown. Repeating it changes no document. A store that can does it in one transaction; one
   * that can't writes the checkpoint last.
   */
  write(changes: readonly Versioned<D>[], checkpoint: Mark, before: Mark): Promise<void>;
  /** Everything up to here is applied, {@link ORIGIN} at first; undefined when the build is not there (any more). */
  checkpoint(): Promise<Mark | undefined>;
}

/**
 * Keeps read models. They can all be lost and rebuilt from the log. Errors: {@link StoreUnavailable}, {@link StoreDamaged}.
 * Every adapter passes `test/contract/read-store.ts`.
 */
export abstract class ReadStore {
  /** Builds of a model, active or not, oldest first. */
  abstract builds(model: string): Promise<readonly ModelBuild[]>;
  /** Begins an empty build beside the others. The first build of a model is not active either. */
  abstract begin(schema: ModelSchema): Promise<ModelBuild>;
  /** From now on queries see this build; every older build of the model is discarded. */
  abstract activate(build: ModelBuild): Promise<void>;
  abstract discard(build: ModelBuild): Promise<void>;
  abstract table<D>(schema: ModelSchema, build: ModelBuild): BuildTable<D>;
  /** The log this store was filled from, told once; another one's is refused at start. */
  abstract belongsTo(logId: string): Promise<boolean>;
}
