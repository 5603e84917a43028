import { entryOf } from '../../kernel/entry-of';
import type { DomainEvent } from '../../kernel/event';
import type { Recorded } from '../../kernel/projector';
import type { RecordedEvent } from '../../kernel/recorded-event';
import type { Due, DueKind } from './due-source';

/** What a policy hears, and what it then does. Once or twice must be the same. */
export interface Reaction {
  readonly types: readonly string[];
  react(event: RecordedEvent): Promise<void>;
}

/** What a policy does about each fact it hears: one entry a wire name, and none is heard that has no entry. */
export type Reactions<E extends DomainEvent> = {
  readonly [T in E['type']]: (fact: Recorded<Extract<E, { type: T }>>) => Promise<void>;
};

/** A reaction to facts of the kinds `E`: a policy is handed nothing but what it says it hears. */
export const reactingTo = <E extends DomainEvent>(reactions: Reactions<E>): Reaction => {
  // The one place where what was read by its name is taken for what has that name.
  const known = reactions as Readonly<Record<string, (fact: never) => Promise<void>>>;
  return {
    types: Object.keys(reactions),
    react: async (event) => entryOf(known, event.type)?.(event as never),
  };
};

/** What a policy does when its time has come; once or twice must be the same. */
export interface DueWork {
  readonly kind: DueKind;
  /** How often it looks for what is due. */
  readonly everyMs: number;
  /** At most so many are begun in a second; absent: as fast as they go. */
  readonly perSecond?: number;
  carryOut(due: Due): Promise<void>;
}

/** What is done now and then. */
export interface ScheduledTask {
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
  readonly task?: ScheduledTask;
}

/** Injection token of the list of all policies. */
export const POLICY_LIST = Symbol('Policies');
