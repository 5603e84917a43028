import {
  BACKWARDS,
  END,
  FORWARDS,
  START,
  type EventStoreDBClient,
  type ReadAllOptions,
  type ReadRevision,
  type ResolvedEvent,
  type StreamingRead,
} from '@eventstore/db-client';
import type { ReadStreamOptions } from '../../../kernel/event-store';
import { BEFORE_FIRST, type Position } from '../../../kernel/position';
import { StoreUnavailable } from '../../../kernel/store-errors';
import { StreamUnreadable } from '../../../kernel/stream-unreadable';
import { collect, type Collected } from './collect';
import type { Connection } from './connection';
import { isCutting } from './entry-of';
import { backFrom, fromPosition } from './positions';
import { positionOf } from './stored-event';
import { verdictOn } from './verdict';

const explained = (error: unknown, stream: string): Error => {
  switch (verdictOn(error).kind) {
    case 'deleted':
      return new StreamUnreadable(stream, 0, undefined, 'it was deleted for good in the event store');
    case 'denied':
      return new StoreUnavailable(`the event store does not let this user read ${stream}`, { cause: error });
    default:
      return error instanceof StoreUnavailable
        ? error
        : new StoreUnavailable('the event store can not be read', { cause: error });
  }
};

type Page<T> = Promise<{ readonly page: readonly T[]; readonly more: boolean }>;

/** What is kept of each event: of one that is nobody's business of ours, as little as may be. */
type As<T> = (event: ResolvedEvent) => T;

const same: As<ResolvedEvent> = (event) => event;

/** Pages of the server's log, as the server tells them; system events are among them. */
export class Reads {
  /** `readMs`: how long one reading goes on before what is left is asked for anew. */
  constructor(
    private readonly connection: Connection,
    private readonly readMs = connection.callMs / 2,
  ) {}

  /** From the leader: a follower's stream may lack what was answered. Shorter than the limit: there is no more. */
  async stream<T>(stream: string, { from, limit, direction }: ReadStreamOptions, as: As<T>): Promise<readonly T[]> {
    const backwards = direction === 'backwards';
    const page: T[] = [];
    let fromRevision: ReadRevision = from === undefined ? (backwards ? END : START) : BigInt(from);
    while (page.length < limit) {
      const options = {
        fromRevision,
        direction: backwards ? BACKWARDS : FORWARDS,
        maxCount: limit - page.length,
        requiresLeader: true,
      } as const;
      const { found, last, whole } = await this.asked(stream, (client) => client.readStream(stream, options), as);
      page.push(...found);
      const next = (last?.event?.revision ?? -1n) + (backwards ? -1n : 1n);
      if (whole || next < 0n) break;
      fromRevision = next;
    }
    return page;
  }

  /** After a position, exclusive. `more` is false when nothing came after it when it was read; until then something comes. */
  async after<T>(position: Position, limit: number, as: As<T>): Page<T> {
    // The server's place is inclusive: one more is asked for, and what we have is left out.
    const options = { fromPosition: fromPosition(position), direction: FORWARDS, maxCount: limit + 1 } as const;
    const isNew = (event: ResolvedEvent) => positionOf(event) > position;
    return this.ofAll(options, limit, as, isNew);
  }

  /** Before a position, exclusive; from the end when there is none. */
  async before<T>(position: Position | undefined, limit: number, as: As<T>): Page<T> {
    if (position === BEFORE_FIRST) {
      return { page: [], more: false };
    }
    const options = { fromPosition: backFrom(position), direction: BACKWARDS, maxCount: limit + 1 } as const;
    return this.ofAll(options, limit, as, (event) => position === undefined || positionOf(event) < position);
  }

  /** Of an empty stream: does its metadata say that it was there? */
  async isCut(stream: string): Promise<boolean> {
    const [last] = await this.stream(`$$${stream}`, { limit: 1, direction: 'backwards' }, same);
    return isCutting(last?.event?.data);
  }

  /** Of the last event of all, from the leader. */
  async head(): Promise<Position> {
    const options = { fromPosition: END, direction: BACKWARDS, maxCount: 1, requiresLeader: true } as const;
    const { last } = await this.asked('$all', (client) => client.readAll(options), positionOf);
    return last === undefined ? BEFORE_FIRST : positionOf(last);
  }

  private async ofAll<T>(options: ReadAllOptions, limit: number, as: As<T>, isWanted: As<boolean>): Page<T> {
    const kept = (event: ResolvedEvent): readonly [] | readonly [T] => (isWanted(event) ? [as(event)] : []);
    // The first of them may be the one that we have.
    const { found, whole } = await this.asked('$all', (client) => client.readAll(options), kept, 2);
    return { page: found.flat().slice(0, limit) as T[], more: !whole || found.length > limit };
  }

  private async asked<T>(
    stream: string,
    ask: (client: EventStoreDBClient) => StreamingRead<ResolvedEvent>,
    as: As<T>,
    least = 1,
  ): Promise<Collected<T>> {
    const limit = { ms: this.readMs, least };
    try {
      return await this.connection.call((client) => collect(ask(client), as, limit));
    } catch (error) {
      if (verdictOn(error).kind === 'not-found') {
        return { found: [], whole: true };
      }
      throw explained(error, stream);
    }
  }
}
