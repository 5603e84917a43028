import { BEFORE_FIRST, type Position } from '../position';

/** The fact by which a log from before facts had authentication codes is sealed once; the first one of a new log. */
export const LOG_SEALED = 'keyledger.log-sealed.v1';
export const LOG_SEAL_STREAM = 'logSeal';

/** A piece of what was sealed: the facts without a code after the piece before it, up to a position. */
export interface SealedStretch {
  readonly upTo: Position;
  readonly facts: number;
  /** SHA-256 of their canonical texts, a newline behind each, base64url. */
  readonly digest: string;
}

/** What was in the log without a code when it was sealed; facts that come later prove themselves. */
export interface LogSeal {
  readonly facts: number;
  /** Of all of them, as of a stretch. */
  readonly digest: string;
  /** Position of the last of them; `''` where there is none. */
  readonly upTo: Position;
  readonly stretches: readonly SealedStretch[];
}

export const NOTHING_SEALED: Pick<LogSeal, 'upTo'> = { upTo: BEFORE_FIRST };
