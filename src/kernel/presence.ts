import { CLOCKS_DIFFER_MS } from './time';

/**
 * - `advanced`: above every number before it; nobody else is told so for the same number.
 * - `late`: a newer request overtook it on the way. It was never taken before, and is now.
 * - `repeated`: taken before, or so far behind that this can't be told any more.
 */
export type SequenceJudgement = 'advanced' | 'late' | 'repeated';

/** A host is online while its agent was seen less than this long ago. */
export const ONLINE_MS = 90_000;

/** Is a host there, seen last `seenAt`? Both in ms since 1970. Nobody was seen in the future: that told a clock that was wrong. */
export const isOnline = (seenAt: number | undefined, now: number): boolean =>
  seenAt !== undefined && Math.abs(now - seenAt) < ONLINE_MS;

/**
 * When somebody was seen last, by when that was known and a newer sighting, ms since 1970: the later of the two, as requests overtake
 * each other, unless the clock was set back between them.
 */
export const seenLast = (known: number, at: number): number =>
  known - at > CLOCKS_DIFFER_MS ? at : Math.max(known, at);

/** How far behind the last one a number may be that was never taken: about as many as can be on the way at once. */
export const SEQUENCE_WINDOW = 32;

/**
 * Who was seen when, and which sequence numbers came: records, not facts, as polls never end. Shared by every node.
 *
 * Numbers survive a killed process. When the machine itself dies, a store may lose the last ones, and when the store is
 * lost, all: then a request that somebody recorded passes once more while its time still holds (`MAX_SKEW_MS`), and a
 * copied agent is found at a later request than its first. A record goes when its agent was not seen for 90 days.
 * Errors: `StoreUnavailable`. Every adapter passes `test/contract/presence.contract.ts`.
 */
export abstract class Presence {
  /** Takes a number. What is `advanced` counts as seen `at`, ms since 1970. */
  abstract advance(
    agent: { readonly agentId: string; readonly hostId: string },
    sequence: number,
    at: number,
  ): Promise<SequenceJudgement>;
  /** When an agent of these hosts was seen last, ms since 1970; hosts without one are left out. */
  abstract seen(hostIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** How many hosts were seen after this moment, ms since 1970. */
  abstract countSeenAfter(moment: number): Promise<number>;
  /** A machine caller used its token `at`, ms since 1970. Kept for as long as a token can live. */
  abstract useToken(tokenId: string, at: number): Promise<void>;
  /** When these tokens were used last, ms since 1970; those never used are left out. */
  abstract tokensUsed(tokenIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** An agent that is out, or let in again: its host is not seen any more, and its numbers count anew. */
  abstract forget(agentId: string): Promise<void>;
}
