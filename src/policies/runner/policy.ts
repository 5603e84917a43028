import type { DeadlineDocument, DeadlineKind } from '../../../projections/deadlines/document';
import type { RecordedEvent } from '../../kernel/recorded-event';

/** What a policy hears, and what it then does. Once or twice must be the same. */
export interface Reaction {
  readonly types: readonly string[];
  react(event: RecordedEvent): Promise<void>;
}

/** What a policy does when its time has come; once or twice must be the same. */
export interface DueWork {
  readonly kind: DeadlineKind;
  /** How often it looks for what is due. */
  readonly everyMs: number;
  /** At most so many are begun in a second; absent: as fast as they go. */
  readonly perSecond?: number;
  carryOut(deadline: DeadlineDocument): Promise<void>;
}

/** What is done now and then. */
export interface Chore {
  readonly everyMs: number;
  run(): Promise<void>;
  /** A run comes to its end soon, and leaves the rest to the next. */
  stop?(): void;
}

/** Something that happens by itself, because of a fact or because of the time. */
export interface Policy {
  /** Permanent: its place in the log is kept under this name, and ids are derived from it. */
  readonly name: string;
  /** It ends what somebody may no longer have: nothing that it has to act upon is ever passed silently. */
  readonly critical?: true;
  readonly reaction?: Reaction;
  readonly dueWork?: DueWork;
  readonly chore?: Chore;
}

/** Injection token of the list of all policies. */
export const POLICY_LIST = Symbol('Policies');
