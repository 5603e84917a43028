import type { Position } from '../../../kernel/position';

/** A fact, so that it is known again. */
export interface PlacedId {
  readonly revision: number;
  readonly id: string;
  readonly time: string;
}

/** What a stream was when `last` was its last event. */
export interface Memory<S> {
  readonly last: PlacedId;
  /** Of that fact. */
  readonly position: Position;
  readonly facts: number;
  readonly state: S;
}
