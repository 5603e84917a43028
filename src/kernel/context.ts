import type { Actor } from './actor';
import type { Ids } from './ids';
import type { View } from './stream-reader';

/** What a token says of groups, as its issuer calls them. */
export interface TokenGroups {
  readonly issuer: string;
  readonly names: readonly string[];
  readonly until: string;
}

/** Who asks, from where, on whose behalf and until when: handed to every command and query. */
export interface Context {
  readonly actor: Actor;
  /** The token of a machine caller; `permissions`: of the machine's, these alone. */
  readonly token?: { readonly id: string; readonly permissions?: readonly string[] };
  /** The groups that a person's token names, until it ends (RFC 3339): what they mean here owners say. */
  readonly tokenGroups?: TokenGroups;
  /** Of a request of the vendor's support: the windows it rested on so far, by organization. They must still be on when it is answered. */
  readonly reliedOn?: Map<string, string>;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly ip?: string;
  readonly userAgent?: string;
  /** After this moment nobody waits for the answer any more, ms since 1970. */
  readonly deadline: number;
  /** Ids for what the command makes. With an Idempotency-Key they are derived from it, so that a repetition makes the same. */
  readonly ids: Ids;
  /**
   * Streams as they were proven to be after the request had come, so that finding out who asks and the first thing asked for
   * rest on one question to the log. Answers once; what comes later must see what was done first, and proves anew.
   */
  readonly proven?: () => View | undefined;
}
