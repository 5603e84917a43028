import { setTimeout as pause } from 'node:timers/promises';
import { binaryEvent, jsonEvent, NO_STREAM, type EventData, type JSONType } from '@eventstore/db-client';
import { MAX_APPEND_BYTES } from '../../kernel/event-store';
import type { StoredFact } from '../../kernel/facts/fact-classifier';
import { ourStream } from '../../kernel/facts/our-streams';
import { StoreUnavailable } from '../../kernel/store-errors';
import { eventWeight } from '../event-store/append-weight';
import type { Connection } from '../event-store/eventstoredb/connection';
import { pauseMs } from '../event-store/eventstoredb/pauses';
import { Reads } from '../event-store/eventstoredb/reads';
import { fromStoredEvent, positionOf, toStoredEvents } from '../event-store/eventstoredb/stored-event';
import { storedIds } from '../event-store/eventstoredb/stored-id';
import { verdictOn } from '../event-store/eventstoredb/verdict';
import { GONE, type LogTarget } from './log-target';
import { NotCopied } from './not-copied';

const MOST = 200;
const TRIES = 12;
const SERVER_DEADLINE_MS = 10 * 60_000;

const silent = (cause: unknown): StoreUnavailable =>
  new StoreUnavailable('The event store takes no events; run this again.', { cause });

const textsOf = ({ data, metadata, texts }: StoredFact) =>
  texts ?? { data: JSON.stringify(data) ?? '', metadata: JSON.stringify(metadata) ?? '' };

const weightOf = (fact: StoredFact): number => {
  const { data, metadata } = textsOf(fact);
  return eventWeight(fact.type, data, metadata);
};

/** What was no JSON goes as the bytes it is, and is as unreadable there. */
const eventsOf = (fact: StoredFact, storedId: string): readonly EventData[] => {
  const { id, type } = fact;
  const { data, metadata } = textsOf(fact);
  try {
    return toStoredEvents([{ id, type, data, metadata }], weightOf(fact), [storedId]);
  } catch {
    const told = { id: storedId, type, data: Buffer.from(data) };
    return [binaryEvent({ ...told, metadata: { eventId: id } satisfies JSONType })];
  }
};

/** Neighbours of one stream that fit into one append. */
const runsOf = (facts: readonly StoredFact[]): readonly (readonly StoredFact[])[] => {
  const runs: StoredFact[][] = [];
  let bytes = 0;
  for (const fact of facts) {
    const [run, weight] = [runs.at(-1), weightOf(fact)];
    const last = run?.at(-1);
    const follows = last?.stream === fact.stream && last.revision + 1 === fact.revision;
    if (run !== undefined && follows && run.length < MOST && bytes + weight <= MAX_APPEND_BYTES) {
      run.push(fact);
      bytes += weight;
    } else {
      runs.push([fact]);
      bytes = weight;
    }
  }
  return runs;
};

/**
 * A log in EventStoreDB that another one is copied into: an append after the other, since the order of the whole log is that of
 * the appends. Each names the revision it expects, so that one whose answer was lost is found and never made twice.
 */
export class EventStoreDbLogTarget implements LogTarget {
  private readonly reads: Reads;

  /** The connection is its caller's. */
  constructor(private readonly connection: Connection) {
    this.reads = new Reads(connection);
  }

  async write(facts: readonly StoredFact[]): Promise<void> {
    for (const run of runsOf(facts)) await this.append(run);
  }

  async readStored(after: string, limit: number) {
    const { page, more } = await this.reads.after(after, limit, (resolved) => ({
      position: positionOf(resolved),
      fact:
        resolved.event !== undefined && ourStream(resolved.event.streamId) !== undefined
          ? fromStoredEvent(resolved)
          : undefined,
    }));
    return { facts: page.flatMap(({ fact }) => fact ?? []), position: page.at(-1)?.position ?? after, more };
  }

  async reach(stream: string, revision: number): Promise<void> {
    const [last = -1] = await this.reads.stream(stream, { limit: 1, direction: 'backwards' }, ({ event }) =>
      Number(event?.revision ?? -1),
    );
    await this.fill(stream, last, revision + 1);
  }

  private async append(run: readonly StoredFact[]): Promise<void> {
    const [first] = run;
    if (first === undefined) return;
    const ids = storedIds(run.map(({ id }) => id));
    const events = run.flatMap((fact, index) => eventsOf(fact, ids[index] ?? ''));
    for (let tries = 0; ; tries += 1) {
      const error = await this.attempt(first.stream, first.revision - 1, events);
      if (error === undefined) return;
      if (tries >= TRIES) throw silent(error);
      const verdict = verdictOn(error);
      if (verdict.kind === 'wrong-revision') {
        if (await this.stands(run)) return;
        if (verdict.actual >= first.revision) {
          throw new NotCopied(
            `Somebody else writes into ${first.stream} of the event store that is copied into; name one that nobody uses.`,
          );
        }
        await this.fill(first.stream, verdict.actual, first.revision);
      } else {
        await pause(pauseMs(tries));
      }
    }
  }

  /** The error, where there was one. */
  private async attempt(stream: string, last: number, events: readonly EventData[]): Promise<unknown> {
    try {
      await this.connection.call((client) =>
        client.appendToStream(stream, [...events], {
          expectedRevision: last < 0 ? NO_STREAM : BigInt(last),
          deadline: SERVER_DEADLINE_MS,
          requiresLeader: true,
        }),
      );
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** An append whose answer was lost may have been taken. */
  private async stands(run: readonly StoredFact[]): Promise<boolean> {
    const [first] = run;
    if (first === undefined) return true;
    const found = await this.reads.stream(first.stream, { from: first.revision, limit: run.length }, fromStoredEvent);
    return found.length === run.length && run.every(({ id }, index) => found[index]?.id === id);
  }

  /** Of what is gone for good, and settled, a revision is left: here none can be left out. */
  private async fill(stream: string, last: number, next: number): Promise<void> {
    const gone = Array.from({ length: next - 1 - last }, () => jsonEvent({ type: GONE, data: {} }));
    for (let at = 0; at < gone.length; at += MOST) {
      const error = await this.attempt(stream, last + at, gone.slice(at, at + MOST));
      if (error !== undefined) throw silent(error);
    }
  }
}
