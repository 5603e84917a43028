import { ALONE, type Pace } from './pace';

/** What a store that others write to as well asks of a filling. */
export interface FillingManners {
  readonly pace: Pace;
  /** May this older version of the model go, or does a node of an older release still fill and read it? */
  mayReplace(version: number): Promise<boolean>;
}

export const ALONE_HERE: FillingManners = { pace: ALONE, mayReplace: async () => true };
