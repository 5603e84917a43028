import type { DomainEvent } from '../../kernel/event';
import type { Position } from '../../kernel/position';
import type { RecordedEvent } from '../../kernel/recorded-event';

/** What came of a decision. */
export interface Outcome<S, E extends DomainEvent = DomainEvent> {
  /** The facts appended; none when there was nothing to do. */
  readonly events: readonly E[];
  /** The state with them. */
  readonly state: S;
  readonly revision: number;
  /** Position of the last fact; when nothing was appended, where the log stood. */
  readonly position: Position;
  /** The last of the facts as it stands in the log; absent where none was appended now. */
  readonly last?: RecordedEvent;
  /** The time the decision used. */
  readonly now: string;
}
