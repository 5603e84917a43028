import type { StreamEntry } from './facts/stream-entry';
import type { ExpectedRevision } from './expected-revision';
import type { NewEvent } from './new-event';
import type { Position } from './position';
import type { RecordedEvent } from './recorded-event';

/**
 * The most one append may weigh: its events' data and metadata as JSON in UTF-8, and two bytes a letter of their types.
 * Below EventStoreDB's own limit, kept by every store.
 */
export const MAX_APPEND_BYTES = 1_000_000;

export interface Appended {
  /** Revision of the last event written (or found, when the append was a repetition). */
  readonly revision: number;
  /** Position of that event. */
  readonly position: Position;
  /** True when the events were there already, by id, and nothing was written. */
  readonly repeated: boolean;
}

export interface ReadStreamOptions {
  /** First revision to return, inclusive. Default: the start forwards, the end backwards. */
  readonly from?: number;
  /** Default `forwards`. */
  readonly direction?: 'forwards' | 'backwards';
  /** At most this many events. */
  readonly limit: number;
}

export interface ReadAllOptions {
  /** Only events after (forwards) or before (backwards) this position, exclusive. Default: from the start, from the end. */
  readonly from?: Position;
  readonly direction?: 'forwards' | 'backwards';
  readonly limit: number;
  /** Wire names to return; default all. */
  readonly types?: readonly string[];
}

export interface SubscribeOptions {
  /** Deliver what comes after this position, exclusive. */
  readonly after: Position;
  /** Wire names wanted; default all. */
  readonly types?: readonly string[];
  /** Ends the subscription. */
  readonly signal: AbortSignal;
  /** Most events in one batch. Default 500. */
  readonly batchSize?: number;
}

/** A piece of a stream, everything in it: facts, what somebody else wrote, what can't be read. */
export interface StreamPage {
  /** By revision, ascending; one that is not there is missing among them too. */
  readonly entries: readonly StreamEntry[];
  /** False when there was nothing after these. */
  readonly more: boolean;
  /** Nothing is there from the first revision on, though the stream was there: why. */
  readonly gone?: string;
  /** The last revision the stream ever had, where the page is its end and that one is not there. */
  readonly reached?: number;
}

/** A step of a subscription: possibly no event, but always a place to resume from. */
export interface SubscriptionBatch {
  readonly events: readonly RecordedEvent[];
  /** Everything up to here was examined: resuming after it misses nothing. */
  readonly position: Position;
  /** True when, at the time of the batch, nothing more was waiting. */
  readonly caughtUp: boolean;
  /** What in our streams was passed over, whatever types are wanted; absent when there was nothing. */
  readonly passed?: readonly StreamEntry[];
}

/**
 * The append-only log. Every adapter keeps every sentence of this contract and passes `test/contract/event-store.ts`.
 *
 * - An append is atomic, and answered only when it has reached the disk.
 * - Events of one stream have revisions 0, 1, 2 …; all events have growing positions; both are stable for ever.
 * - An event id already in the stream makes the append a repetition: if all its ids stand there, in order and in one
 *   piece, it answers as it did the first time (`repeated: true`) whatever the expected revision; ids that are there
 *   only in part are {@link WrongExpectedRevision}.
 * - What lies in other streams than ours is passed over, whatever its type; in ours, what is not a fact of ours or can't be
 *   read ({@link StreamEntry}), by everybody but {@link EventStore.scanStream}.
 * - Errors: {@link WrongExpectedRevision}, {@link AppendTooLarge}, {@link StoreUnavailable}, {@link StoreDamaged}, {@link StreamUnreadable} (a
 *   stream that was deleted for good);
 *   any other is a defect. After an error nothing of the append is in the log, unless it is {@link AppendUnsettled}.
 */
export abstract class EventStore {
  abstract append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended>;

  /** Tells this log from every other one, for ever. */
  abstract logId(): Promise<string>;

  /** A page of a stream's facts; empty when there is none (or none from there on). */
  abstract readStream(stream: string, options: ReadStreamOptions): Promise<readonly RecordedEvent[]>;

  /** A page of a stream as it is, from a revision on: for who decides on it, and must know what can't be seen. */
  abstract scanStream(stream: string, from: number, limit: number): Promise<StreamPage>;

  /**
   * Is every revision of the stream up to this one there? Of whoever does not look at them one by one. Absent: nothing is ever lost
   * from between others.
   */
  isWhole?(stream: string, upTo: number): Promise<boolean>;

  /** A page of the whole log, in the order of positions. */
  abstract readAll(options: ReadAllOptions): Promise<readonly RecordedEvent[]>;

  /** Position of the last event of the log that any node has had answered; `''` when the log is empty. */
  abstract head(): Promise<Position>;

  /**
   * Everything after a position, then everything as it happens, in order, without gap or repetition, until the signal.
   * The consumer's pace is the pace: a slow one is never dropped and never fills memory. Throws what reads throw. Ends
   * before the signal where the log may have been put back to an older copy meanwhile: what would come then is perhaps no
   * continuation of what came, so that the consumer proves its place and subscribes again.
   */
  abstract subscribe(options: SubscribeOptions): AsyncIterable<SubscriptionBatch>;
}
