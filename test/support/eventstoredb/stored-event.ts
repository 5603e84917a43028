/** An event as the double keeps it. */
export interface StoredEvent {
  /** Commit and prepare position alike, as a server answers them for events. */
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Buffer;
  readonly metadata: Buffer;
  /** .NET ticks: 100 ns since 1970. */
  readonly created: string;
}

export type ProposedEvent = Pick<StoredEvent, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

/** What an append expects of its stream. */
export type Expected = number | 'any' | 'no_stream' | 'stream_exists';

/** The revision a tombstone has in `$all`; only its text is ever sent. */
export const TOMBSTONE_REVISION = '9223372036854775807';
export const TOMBSTONE = '$streamDeleted';
