import { ANY as ANY_REVISION, NO_STREAM as NO_STREAM_REVISION, type EventData } from '@eventstore/db-client';
import { MAX_APPEND_BYTES, type Appended } from '../../../kernel/event-store';
import { ANY, NO_STREAM, type ExpectedRevision } from '../../../kernel/expected-revision';
import type { WrittenFact } from '../../../kernel/facts/authentic-facts';
import type { Position } from '../../../kernel/position';
import { AppendTooLarge, AppendUnsettled, StoreUnavailable, WrongExpectedRevision } from '../../../kernel/store-errors';
import { StreamUnreadable } from '../../../kernel/stream-unreadable';
import { eventWeight } from '../append-weight';
import type { Connection } from './connection';
import type { EarlierAppend, SoughtAppend } from './earlier';
import type { NewIds } from './new-ids';
import { CallRefused } from './outage-detector';
import { pause, pauseMs } from './pauses';
import { positionAt } from './positions';
import { toStoredEvents } from './stored-event';
import { isMadeOnce, storedIds } from './stored-id';
import type { StreamIds } from './stream-ids';
import type { StreamSearch } from './stream-search';
import { verdictOn } from './verdict';

/** Sent as a time of day: a server whose clock is further ahead of ours would refuse every append as late. */
const SERVER_DEADLINE_MS = 10 * 60_000;

const serverRevision = (expected: ExpectedRevision) =>
  expected === ANY ? ANY_REVISION : expected === NO_STREAM ? NO_STREAM_REVISION : BigInt(expected);

const bytesOf = (facts: readonly WrittenFact[]): number =>
  facts.reduce((sum, { type, data, metadata }) => sum + eventWeight(type, data, metadata), 0);

/** What appends share. */
export interface AppendTools {
  readonly connection: Connection;
  readonly search: StreamSearch;
  readonly streamIds: StreamIds;
  readonly newIds: NewIds;
  /** How long an append is tried and its outcome looked for, ms. */
  readonly timeoutMs: number;
}

/**
 * One append, from the caller's question to an answer to rely on. An attempt whose outcome is not known is settled by
 * reading the stream for its events before anything is said; one that is not there is made again, with the same ids.
 */
export class AppendCall {
  private readonly stored: readonly EventData[];
  private readonly bytes: number;
  private readonly sought: SoughtAppend;
  private readonly madeOnce: boolean;
  /** The events can be in the log by this very call only. */
  private readonly isNew: boolean;
  private readonly until: number;

  /** `known`: everything up to there was in the log before the call began. Throws {@link AppendTooLarge}. */
  constructor(
    private readonly tools: AppendTools,
    stream: string,
    expected: ExpectedRevision,
    facts: readonly WrittenFact[],
    known: Position,
  ) {
    const ids = facts.map(({ id }) => id);
    this.sought = { stream, expected, ids, storedIds: storedIds(ids), known };
    this.madeOnce = ids.every(isMadeOnce);
    this.until = Date.now() + tools.timeoutMs;
    this.bytes = bytesOf(facts);
    if (this.bytes > MAX_APPEND_BYTES) {
      throw new AppendTooLarge(stream, this.bytes);
    }
    this.stored = toStoredEvents(facts, this.bytes, this.sought.storedIds);
    this.isNew = this.madeOnce && tools.newIds.areNew(ids);
  }

  async run(): Promise<Appended> {
    const { newIds } = this.tools;
    const { ids } = this.sought;
    if (this.madeOnce) newIds.try(ids);
    try {
      return await this.untilKnown();
    } catch (error) {
      if (this.isNew && error instanceof WrongExpectedRevision) newIds.forget(ids);
      throw error;
    }
  }

  private async untilKnown(): Promise<Appended> {
    const { expected } = this.sought;
    // The server knows an id again only while it remembers it, and never where the expected revision is right.
    let earlier = this.isNew ? undefined : await this.find(false);
    for (let failures = 0; ; failures++) {
      if (earlier?.appended !== undefined) {
        return earlier.appended;
      }
      // Where the stream has gone on, what was expected never comes back: no attempt of ours can land any more.
      if (earlier !== undefined && expected !== ANY && expected !== earlier.last) {
        throw new WrongExpectedRevision(this.sought.stream, expected, earlier.last);
      }
      if (failures > 0 && Date.now() >= this.until) {
        throw new AppendUnsettled(this.sought.stream);
      }
      const appended = await this.attempt(
        expected === ANY && earlier !== undefined ? earlier.last : expected,
        failures,
      );
      if (appended !== undefined) {
        return appended;
      }
      earlier = await this.settle(failures);
    }
  }

  /** Undefined when nothing is known of its outcome, or when somebody else was faster. */
  private async attempt(expected: ExpectedRevision, failures: number): Promise<Appended | undefined> {
    const { stream, known } = this.sought;
    try {
      const { nextExpectedRevision, position } = await this.tools.connection.call((client) =>
        client.appendToStream(stream, [...this.stored], {
          expectedRevision: serverRevision(expected),
          deadline: SERVER_DEADLINE_MS,
          requiresLeader: true,
        }),
      );
      if (position === undefined) {
        return undefined;
      }
      const at = positionAt(position.commit);
      const revision = Number(nextExpectedRevision);
      if (!this.madeOnce) this.tools.streamIds.appended(this.sought, revision, at);
      return { revision, position: at, repeated: at <= known };
    } catch (error) {
      // Nothing of this call has left this process yet.
      if (failures === 0 && error instanceof CallRefused) throw error;
      const verdict = verdictOn(error);
      switch (verdict.kind) {
        case 'wrong-revision':
          if (this.isNew && failures === 0) throw new WrongExpectedRevision(stream, expected, verdict.actual);
          return undefined;
        case 'too-large':
          throw new AppendTooLarge(stream, this.bytes);
        case 'deleted':
          throw new StreamUnreadable(stream, 0, undefined, 'it was deleted for good in the event store');
        case 'denied':
          // What went before may have been taken, and stays unknown until the stream can be read.
          if (failures > 0) return undefined;
          throw new StoreUnavailable(`the event store does not let this user write ${stream}`, { cause: error });
        default:
          return undefined;
      }
    }
  }

  /** Reads the stream until it can be read: only then is anything known. */
  private async settle(failures: number): Promise<EarlierAppend> {
    if (failures > 0) {
      await pause(pauseMs(failures));
    }
    for (let tries = failures; ; tries++) {
      try {
        return await this.find(true);
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) {
          throw error;
        }
        if (Date.now() >= this.until) {
          throw new AppendUnsettled(this.sought.stream, { cause: error });
        }
      }
      await pause(pauseMs(tries));
    }
  }

  private find(anew: boolean): Promise<EarlierAppend> {
    const { search, streamIds } = this.tools;
    return this.madeOnce ? search.find(this.sought) : streamIds.find(this.sought, anew);
  }
}
