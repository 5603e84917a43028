import type { Position } from './position';

/** How far the read models have come. */
export interface ModelProgress {
  /** True once each of these models has applied everything up to there; false when that took longer or will not happen. */
  waitFor(models: readonly string[], position: Position, timeoutMs: number): Promise<boolean>;
}
