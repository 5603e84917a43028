import type { ReadModel } from './read-model';

/** The read models queries ask, by name; always the active build. */
export abstract class ReadModels {
  abstract readModel<D>(name: string): ReadModel<D>;
}
