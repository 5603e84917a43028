import type { Position } from './position';

/** What a command answers: what it made or changed, and where in the log that stands. */
export interface CommandResult {
  /** Id of the thing made or changed. */
  readonly id: string;
  /** Position of the last fact; a read that sends it back sees it. */
  readonly position: Position;
}
