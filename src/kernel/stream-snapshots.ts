/** What a stream had made by one of its facts, as it is kept. */
export interface KeptSnapshot {
  readonly stream: string;
  /** What it is, as JSON. */
  readonly text: string;
  /** Proves the text. */
  readonly code: string;
}

/**
 * Keeps, by stream, what it is costly to fold anew. Nothing that is kept here is needed or believed: whoever reads it asks the log
 * whether it is still so. Passes `test/contract/stream-snapshots.contract.ts`. Errors: StoreUnavailable.
 */
export abstract class StreamSnapshots {
  abstract find(stream: string): Promise<KeptSnapshot | undefined>;
  /** In the place of what was kept of the stream. */
  abstract put(snapshot: KeptSnapshot): Promise<void>;
  /** Nothing is kept of the stream from now on; it may be that nothing was. */
  abstract drop(stream: string): Promise<void>;
}
