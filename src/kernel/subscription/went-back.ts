import type { Mark } from './mark';

/** The log holds no longer what a mark rests on: it was put back to an older copy of itself. */
export interface WentBack {
  /** How far the subscriber had come on what the log held then. */
  readonly was: Mark;
  /** The newest place of its ladder that the log still has; the beginning where it has none of them. */
  readonly lastCommon: Mark;
}
