import { Inject, Injectable } from '@nestjs/common';
import type { Subject } from '../../domain/subject';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import type { DomainEvent } from '../../kernel/event';
import { EventStore } from '../../kernel/event-store';
import { grow, type Fold } from '../../kernel/fold';
import type { NewEvent } from '../../kernel/new-event';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { StoreUnavailable, WrongExpectedRevision } from '../../kernel/store-errors';
import { streamName } from '../../kernel/fold';
import { StreamReader } from '../../kernel/stream-reader';
import { latest, timestamp } from '../../kernel/time';
import type { DecisionContext } from './decision-context';
import { metadataOf } from './metadata';
import { refuseLate } from './refuse-late';
import { refuseShutOut } from './refuse-shut-out';
import type { Outcome } from './outcome';
import { Refusals, type RefusedRequest } from './refusals';
import { StreamQueues } from './stream-queues';
import { Random } from '../../kernel/random';

/** Which stream a decision is about, and what its refusal is called. */
export interface DecisionTarget<S, E extends DomainEvent> {
  readonly fold: Fold<S, E>;
  readonly id?: string;
  /** Wire name of the fact a refusal becomes, `keyledger.<noun>-<command>-refused.v1`; absent: a policy's, never told. */
  readonly refusedAs?: string;
  /** What the refusal tells of the request. */
  readonly asked?: RefusedRequest;
}

type Decide<S, E> = (decision: DecisionContext<S>) => Promise<readonly E[] | Refusal> | readonly E[] | Refusal;

/**
 * Load, decide, append: with the revision seen, one decision at a time on a stream, decided anew when another replica was
 * faster, until the request's deadline.
 */
@Injectable()
export class Decisions {
  private readonly queues = new StreamQueues();

  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Random) private readonly random: { below(below: number): number },
    private readonly refusals: Refusals,
  ) {}

  /** Errors: {@link RefusedError}, after the refusal was recorded; {@link StoreUnavailable} at the deadline. */
  async decide<S, E extends DomainEvent>(
    context: Context,
    decisionTarget: DecisionTarget<S, E>,
    choose: Decide<S, E>,
  ): Promise<Outcome<S, E>> {
    if (decisionTarget.refusedAs !== undefined) {
      this.refusals.requireRoom(context);
    }
    let about: Subject | 'account' | undefined;
    const outcome = await this.queues.run(streamName(decisionTarget.fold.category, decisionTarget.id), () =>
      this.attempt(context, decisionTarget, choose, (subject) => {
        about = subject;
      }),
    );
    if (!isRefusal(outcome)) {
      return outcome;
    }
    if (decisionTarget.refusedAs !== undefined && about !== undefined) {
      await this.refusals.record(context, decisionTarget.refusedAs, about, outcome, decisionTarget.asked);
    }
    throw new RefusedError(outcome);
  }

  private async attempt<S, E extends DomainEvent>(
    context: Context,
    decisionTarget: DecisionTarget<S, E>,
    choose: Decide<S, E>,
    about: (subject: Subject | 'account') => void,
  ): Promise<Outcome<S, E> | Refusal> {
    // Made once: a repeated request makes the same ids, however often either was decided anew.
    const ids: string[] = [];
    for (let tries = 1; ; tries++) {
      refuseLate(this.clock, context);
      const view = context.proven?.() ?? (await this.reader.fresh());
      const target = await view.load(decisionTarget.fold, decisionTarget.id);
      const now = latest(timestamp(this.clock.now()), target.time);
      const events = await choose({ view, target, now, about });
      if (isRefusal(events)) {
        return events;
      }
      const shutOut = refuseShutOut(context, events);
      if (shutOut !== undefined) {
        return shutOut;
      }
      // What a decision rests on may have taken long to read.
      refuseLate(this.clock, context);
      const { stream, state, revision } = target;
      if (events.length === 0) {
        return { events, state, revision, position: view.at, now };
      }
      const facts = events.map((event, index): NewEvent => ({
        id: (ids[index] ??= context.ids.next()),
        ...event,
        metadata: metadataOf(context, now),
      }));
      try {
        const appended = await this.store.append(stream, revision, facts);
        if (appended.repeated) {
          return await this.repeated(decisionTarget, events, now);
        }
        this.reader.appended(stream, facts, appended.revision, appended.position);
        const grown = grow(decisionTarget.fold, state, events);
        const place = { revision: appended.revision, position: appended.position };
        return { events, state: grown, ...place, last: { ...(facts.at(-1) as NewEvent), stream, ...place }, now };
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) {
          throw error;
        }
        // Nobody was faster: an earlier run of this request wrote some of these ids, when it decided something else.
        if (error.actual === revision) {
          ids.length = 0;
        }
        await this.pause(context, tries);
      }
    }
  }

  /** Somebody appended facts with these ids before; what they say may differ in what that decision saw, so theirs count. */
  private async repeated<S, E extends DomainEvent>(
    decisionTarget: DecisionTarget<S, E>,
    events: readonly E[],
    now: string,
  ): Promise<Outcome<S, E>> {
    const view = await this.reader.fresh();
    const { state, revision } = await view.load(decisionTarget.fold, decisionTarget.id);
    return { events, state, revision, position: view.at, now };
  }

  private async pause(context: Context, tries: number): Promise<void> {
    const ms = this.random.below(Math.min(200, 5 * 2 ** tries)) + 1;
    if (this.clock.now() + ms >= context.deadline) {
      throw new StoreUnavailable('other nodes kept writing to the same stream; try again');
    }
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}
