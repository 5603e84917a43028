import type { Position } from './position';

/** How far the read models are, for reads that must see what was written before. */
export abstract class ReadSide {
  /** Position of the last event this node knows of. */
  abstract head(): Promise<Position>;
  /** True as soon as all these models have applied the log up to the position; false after `ms` milliseconds without. */
  abstract waitFor(models: readonly string[], position: Position, ms: number): Promise<boolean>;
}
