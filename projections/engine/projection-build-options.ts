import { ALONE, type WriteInterval } from './write-interval';

/** What a store that others write to as well asks of a filling. */
export interface ProjectionBuildOptions {
  readonly pace: WriteInterval;
  /** May this older version of the model go, or does a node of an older release still fill and read it? */
  mayReplace(version: number): Promise<boolean>;
}

export const ALONE_HERE: ProjectionBuildOptions = { pace: ALONE, mayReplace: async () => true };
