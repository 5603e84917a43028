import { Inject, Injectable } from '@nestjs/common';
import type { Subject } from '../../domain/subject';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import type { DomainEvent } from '../../kernel/event';
import { EventStore, type Appended } from '../../kernel/event-store';
import { ANY } from '../../kernel/expected-revision';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { RefusedError } from '../../kernel/refused-error';
import { StreamReader, type Loaded, type View } from '../../kernel/stream-reader';
import { latest, timestamp } from '../../kernel/time';
import { metadataOf } from './metadata';
import { refuseLate } from './refuse-late';
import { refuseShutOut } from './refuse-shut-out';
import { Refusals, type RefusedRequest } from './refusals';

/** What lies before a judgement that changes no stream with rules. */
export interface AuthorizationContext {
  readonly view: View;
  /** The time at which a decision on this stream is taken: never earlier than its last fact. RFC 3339. */
  nowOn(stream: Pick<Loaded<unknown>, 'time'>): string;
  about(subject: Subject | 'account'): void;
}

/** A fact that stands in the log. */
export interface RecordedFact extends Appended {
  readonly eventId: string;
  /** The fact as it stands in the log; absent where it was appended before. */
  readonly last?: RecordedEvent;
}

/** For what is only told, such as a reveal or an audit read: judged from the streams, recorded without contention. */
@Injectable()
export class FactRecorder {
  constructor(
    @Inject(EventStore) private readonly store: EventStore,
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(Clock) private readonly clock: Clock,
    private readonly refusals: Refusals,
  ) {}

  /** Judges at a fresh moment; a refusal becomes a fact, then {@link RefusedError}. */
  async judge<T>(
    context: Context,
    refusedAs: string,
    judge: (authorization: AuthorizationContext) => Promise<T | Refusal>,
    asked?: RefusedRequest,
  ): Promise<T> {
    this.refusals.requireRoom(context);
    refuseLate(this.clock, context);
    let about: Subject | 'account' | undefined;
    const view = context.proven?.() ?? (await this.reader.fresh());
    const now = timestamp(this.clock.now());
    const judged = await judge({
      view,
      nowOn: ({ time }) => latest(now, time),
      about: (subject) => {
        about = subject;
      },
    });
    if (!isRefusal(judged)) {
      return judged;
    }
    if (about !== undefined) {
      await this.refusals.record(context, refusedAs, about, judged, asked);
    }
    throw new RefusedError(judged);
  }

  /** Appends a fact to a stream that guards no rule. */
  async record(context: Context, stream: string, event: DomainEvent): Promise<RecordedFact> {
    refuseLate(this.clock, context);
    const shutOut = refuseShutOut(context, [event]);
    if (shutOut !== undefined) {
      throw new RefusedError(shutOut);
    }
    const metadata = metadataOf(context, timestamp(this.clock.now()));
    const fact = { ...event, id: context.ids.next(), metadata };
    const appended = await this.store.append(stream, ANY, [fact]);
    const { revision, position, repeated } = appended;
    return { ...appended, eventId: fact.id, ...(repeated ? {} : { last: { ...fact, stream, revision, position } }) };
  }
}
