import type { DomainEvent } from '../../../kernel/event';
import type { Fold } from '../../../kernel/fold';
import { UnknownEventType } from '../../../kernel/unknown-event-type';
import { entryOf } from '../../../kernel/entry-of';

interface Fact extends DomainEvent {
  readonly metadata: { readonly time: string };
}

/** A stream's folded state as this process knows it, and how far it knows the stream to reach. */
export class Baseline<S = unknown> {
  state: S;
  revision = -1;
  time: string | undefined;
  /** Highest revision the follower saw: the state is current while it is not behind this. */
  seen = -1;
  /** Whether the stream was ever read: one that doesn't exist is known not to, too. */
  known = false;
  /** Rough size in bytes, measured again each time the number of folded events has doubled. */
  weight = 200;
  private folded = 0;
  private weighAt = 1;

  constructor(
    readonly stream: string,
    private readonly fold: Fold<S>,
  ) {
    this.state = fold.initial;
  }

  get isCurrent(): boolean {
    return this.known && this.seen <= this.revision;
  }

  apply(event: Fact, revision: number): void {
    const steps: Readonly<Record<string, ((state: S, data: object) => S) | undefined>> = this.fold.evolve;
    const step = entryOf(steps, event.type);
    if (step === undefined) {
      throw new UnknownEventType(this.stream, event.type);
    }
    this.state = step(this.state, event.data);
    this.revision = revision;
    this.time = event.metadata.time;
    this.folded += 1;
  }

  /** Measures the state when it has grown enough to matter; answers the change of weight. */
  weigh(): number {
    if (this.folded < this.weighAt) {
      return 0;
    }
    this.weighAt = Math.max(16, this.folded * 2);
    const before = this.weight;
    this.weight = 200 + 2 * (JSON.stringify(this.state) ?? '').length;
    return this.weight - before;
  }
}
