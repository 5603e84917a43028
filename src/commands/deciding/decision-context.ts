import type { Subject } from '../../domain/subject';
import type { Loaded, View } from '../../kernel/stream-reader';

/** What lies before a decision: the stream it is about, everything else at the same proven moment, and the time. */
export interface DecisionContext<S> {
  readonly view: View;
  readonly target: Loaded<S>;
  /** Never earlier than the stream's last event: clocks differ between nodes. RFC 3339. */
  readonly now: string;
  /**
   * Says what the decision is about, as soon as it is known: a refusal becomes a fact of that organization, or of the
   * account. A refusal nobody said this for is about something that does not exist, and stays a metric.
   */
  about(subject: Subject | 'account'): void;
}
