import type { ReadModel } from './read-model';

/** The read models queries ask, by name; always the active build. */
export interface ReadModels {
  readModel<D>(name: string): ReadModel<D>;
}
