import type { Digest } from './digest';
import type { Fold } from './fold';
import type { NewEvent } from './new-event';
import type { Position } from './position';
import type { RecordedEvent } from './recorded-event';
import type { StreamUnreadable } from './stream-unreadable';

/** A stream folded to what a decider needs. */
export interface Loaded<S> {
  readonly stream: string;
  readonly state: S;
  /** Last revision folded in, -1 when there is no stream: what an append must expect. */
  readonly revision: number;
  /** Revision of its last fact, -1 when there is none: what whoever read it saw. Others' events behind it change nothing. */
  readonly lastFact: number;
  /** Of the last event folded in; absent when there is none. */
  readonly position?: Position;
  /** How many facts were folded. */
  readonly facts: number;
  /** Time of the last fact, RFC 3339; absent when there is none, and where it is settled that it lies in the future. */
  readonly time?: string;
  /** Something of the stream was unreadable or lost, and settled: it does not tell all there was. */
  readonly settled?: true;
}

/**
 * Streams as they were at one proven moment. Everything one decision rests on is loaded through one view. Loading a frozen
 * stream throws `StreamUnreadable`.
 */
export interface View {
  /** Of the log's last event at that moment, or of a later one that a stream loaded meanwhile already held. */
  readonly at: Position;
  /** Of the clock once that was proven, RFC 3339: what ends by itself is judged by it. */
  readonly time: string;
  load<S>(fold: Fold<S>, id?: string): Promise<Loaded<S>>;
  /** Names the streams that are keyed by an e-mail. */
  readonly digest: Digest;
  /** The vault that a stored value of an identity belongs to, whatever the log says of it; undefined where none is stored. */
  vaultOf?(identityId: string): Promise<string | undefined>;
  /** Somebody found out by other streams that this one is lost: it is told like one that was found frozen. */
  onLost?(error: StreamUnreadable): void;
}

/**
 * Reads streams for decisions. Folded states are kept as baselines; freshness is proved once a decision, by the log's head
 * (ReadIndex: Ongaro, Raft dissertation § 6.4), not once a stream.
 */
export abstract class StreamReader {
  /** A view in which everything appended before this call, on any node, is seen. */
  abstract fresh(): Promise<View>;
  /** Tells of an append just made, so that the next decision on that stream needs no read. */
  abstract appended(stream: string, events: readonly NewEvent[], revision: number, position: Position): void;
  /** Facts of all streams after a place of the log, in order. */
  abstract after(position: Position, limit: number): Promise<readonly RecordedEvent[]>;
  /** Facts as stored, for replays. */
  abstract page(
    stream: string,
    from: number,
    limit: number,
    direction: 'forwards' | 'backwards',
  ): Promise<readonly RecordedEvent[]>;
}
