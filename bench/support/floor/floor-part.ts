import type { Figure } from '../figures';

/** Some lines of the table, and the most memory our server had meanwhile, bytes. */
export interface FloorPart {
  readonly figures: readonly Figure[];
  readonly highWater: number;
}
