import type { Position } from './position';

/** The kinds of outside sinks; of each there is at most one. */
export const SINK_NAMES = ['file', 'syslog', 'https'] as const;
export type SinkName = (typeof SINK_NAMES)[number];

/** What a sink may tell of an item, whatever it is. */
interface SinkItemHead {
  /** The same each time it is sent: by it a receiver leaves out what it has. */
  readonly id: string;
  /** Which log it is of, as a reference for CloudEvents. */
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  /** RFC 3339. */
  readonly time: string;
  /** As OCSF counts: 1 informational to 5 critical. */
  readonly severity: number;
  /** A member of OCSF, as JSON. */
  ocsf(): object;
  /** A line of CEF, without the line's end. */
  cef(): string;
}

/** A fact on its way out. */
export interface SinkFact extends SinkItemHead {
  readonly kind: 'fact';
  readonly position: Position;
  /** Its place in the tree over the log, where that is known already. */
  readonly leaf?: { readonly log: number; readonly index: number; readonly hash: string };
  /** Its canonical text (RFC 8785). */
  readonly canonical: string;
}

/** A signed checkpoint on its way out. */
export interface SinkCheckpoint extends SinkItemHead {
  readonly kind: 'checkpoint';
  /** The signed note. */
  readonly note: string;
}

export type SinkItem = SinkFact | SinkCheckpoint;

/** A sink did not take what it was sent. `code` says why in a word: no address, no token. */
export class SinkRefused extends Error {
  constructor(readonly code: string) {
    super(code);
    this.name = 'SinkRefused';
  }
}

/** A place outside of us that is sent every fact. */
export interface Sink {
  readonly name: SinkName;
  /** Tells its place apart from others of its kind, without a secret: another place is sent everything from the first fact on. */
  readonly place: string;
  /**
   * Sends items in order. Answers when all were taken, as far as a receiver of its kind says so; throws {@link SinkRefused}, and
   * part may have been taken then. Comes to its end by itself, whatever the receiver does, and at once with the signal.
   */
  send(items: readonly SinkItem[], signal: AbortSignal): Promise<void>;
  /** Lets go of what it holds open; what is sent later opens it anew. Never throws, and waits for no receiver. */
  close(): Promise<void>;
}

/** All sinks that the operator has named. */
export abstract class Sinks {
  abstract readonly all: readonly Sink[];
}
