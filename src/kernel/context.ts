import type { Actor } from './actor';
import type { Ids } from './ids';

/** Who asks, from where, on whose behalf and until when: handed to every command and query. */
export interface Context {
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly ip?: string;
  readonly userAgent?: string;
  /** After this moment nobody waits for the answer any more, ms since 1970. */
  readonly deadline: number;
  /** Ids for what the command makes. With an Idempotency-Key they are derived from it, so that a repetition makes the same. */
  readonly ids: Ids;
}
