import type { Ids } from './ids';

/** Ids that follow from a seed: the n-th is the same for the same seed. The seed must be unguessable. */
export abstract class SeededIds {
  abstract from(seed: string): Ids;
}
