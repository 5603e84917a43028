import type { NewEvent } from './new-event';
import type { Position } from './position';

/** An event as the log holds it, for ever. */
export interface RecordedEvent extends NewEvent {
  readonly stream: string;
  /** Place in its stream, from 0, without gaps. */
  readonly revision: number;
  readonly position: Position;
}
