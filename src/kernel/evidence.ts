import type { LedgerTile } from './ledger-tile';
import type { RecordedEvent } from './recorded-event';

/** Where and why the log is not the one that was signed. */
export interface PartedHistory {
  readonly log: number;
  readonly origin: string;
  /** Facts are others than signed; fewer than signed; the key is another one. */
  readonly cause: 'rewritten' | 'cut' | 'other_key';
  /** For people. */
  readonly detail: string;
  readonly signedSize: number;
  readonly signedRoot: string;
  /** Size of the largest signed tree that the log still begins with. */
  readonly agreesUpTo: number;
  /** The first leaf that is another or gone, where that is known. */
  readonly leaf?: number;
}

/** What became of a fact that somebody waits to be proved. */
export type Coverage = 'covered' | 'stopped' | 'late';

/** A fact with its leaf. */
export interface LeafFact {
  readonly log: number;
  readonly index: number;
  readonly fact: RecordedEvent;
}

/** How far the log is told: the tree of one of its logs of evidence, and its signed checkpoint where one covers what was asked for. */
export interface LogExtent {
  readonly log: number;
  readonly size: number;
  /** A signed note. Absent: signing has stopped, or was late. */
  readonly checkpoint?: string;
}

/** What proves that the log was not changed since, for whoever may ask. Errors: those of the stores. */
export abstract class Evidence {
  /** The newest checkpoint of the present log, a signed note; undefined before the first one. */
  abstract checkpoint(): Promise<string | undefined>;
  /** Verifier keys, the present log's first. */
  abstract keys(): Promise<readonly string[]>;
  /** Hashes of a tile; undefined where the tree has none such. */
  abstract tile(tile: LedgerTile): Promise<Buffer | undefined>;
  /** Leaves of a tile as they are hashed; undefined where the tree has none such, or the log lacks facts of it. */
  abstract entries(tile: Pick<LedgerTile, 'index' | 'width'>): Promise<Buffer | undefined>;
  /** A fact that has a place in the tree and is in the log. */
  abstract fact(eventId: string): Promise<RecordedEvent | undefined>;
  /** Hash of the leaf that a fact is, base64. */
  abstract leafHash(fact: RecordedEvent): string;
  /** The proof that a fact stands in the log; undefined until a checkpoint covers it. */
  abstract proof(eventId: string): Promise<string | undefined>;
  /**
   * Has a fact that stands in the log signed at once, and answers as soon as a checkpoint covers it, or that none will: signing has
   * stopped. `late`: none did within `ms`. Errors with nothing.
   */
  abstract cover(eventId: string, ms: number): Promise<Coverage>;
  /** Size of the checkpoint that a bundle made now would be of, and which log: cosigned by enough witnesses where it can be; undefined before the first one. */
  abstract covered(): Promise<{ readonly log: number; readonly size: number } | undefined>;
  /** The log with a fact that stands in it; undefined where the tree has not come to it within `ms`. */
  abstract extentWith(eventId: string, ms: number): Promise<LogExtent | undefined>;
  /** Every fact of the log up to there, those of logs of evidence before included, in order; some at a time. */
  abstract facts(extent: Pick<LogExtent, 'log' | 'size'>): AsyncIterable<readonly LeafFact[]>;
  /** A bundle as an archive, piece by piece: the same each time. */
  abstract bundle(scope: BundleScope): AsyncIterable<Buffer>;
  /** How large a bundle is, and its SHA-256 in hex. */
  abstract measure(scope: BundleScope): Promise<{ readonly bytes: number; readonly sha256: string }>;
}

/** Which facts a bundle shows, up to which checkpoint; of all others it holds the hashes. */
export interface BundleScope {
  readonly log: number;
  readonly size: number;
  readonly organizationId?: string;
  /** RFC 3339; inclusive, exclusive. */
  readonly from?: string;
  readonly to?: string;
  /** RFC 3339: what witnesses said later is not in it. */
  readonly requestedAt?: string;
}
