import {
  BACKWARDS,
  END,
  FORWARDS,
  START,
  type EventStoreDBClient,
  type ResolvedEvent,
  type StreamingRead,
} from '@eventstore/db-client';
import type { ReadStreamOptions } from '../../../kernel/event-store';
import { BEFORE_FIRST, type Position } from '../../../kernel/position';
import { StoreUnavailable } from '../../../kernel/store-errors';
import { StreamUnreadable } from '../../../kernel/stream-unreadable';
import { collect } from './collect';
import type { Connection } from './connection';
import { isCutting } from './entry-of';
import { backFrom, fromPosition } from './positions';
import { positionOf } from './stored-event';
import { verdictOn } from './verdict';

export type EventPage = readonly ResolvedEvent[];

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

/** Pages of the server's log, as the server tells them; system events are among them. */
export class Reads {
  constructor(private readonly connection: Connection) {}

  /** From the leader: a follower's stream may lack what was answered. */
  async stream(stream: string, { from, limit, direction }: ReadStreamOptions): Promise<EventPage> {
    if (limit <= 0) {
      return [];
    }
    const backwards = direction === 'backwards';
    const fromRevision = from === undefined ? (backwards ? END : START) : BigInt(from);
    return this.asked(stream, (client) =>
      client.readStream(stream, {
        fromRevision,
        direction: backwards ? BACKWARDS : FORWARDS,
        maxCount: limit,
        requiresLeader: true,
      }),
    );
  }

  /** After a position, exclusive. `more` is false when nothing came after it when it was read. */
  async after(position: Position, limit: number): Promise<{ page: EventPage; more: boolean }> {
    // The server's place is inclusive: one more is asked for, and what we have is left out.
    const all = await this.asked('$all', (client) =>
      client.readAll({ fromPosition: fromPosition(position), direction: FORWARDS, maxCount: limit + 1 }),
    );
    return { page: all.filter((event) => positionOf(event) > position).slice(0, limit), more: all.length > limit };
  }

  /** Before a position, exclusive; from the end when there is none. */
  async before(position: Position | undefined, limit: number): Promise<{ page: EventPage; more: boolean }> {
    if (position === BEFORE_FIRST) {
      return { page: [], more: false };
    }
    const all = await this.asked('$all', (client) =>
      client.readAll({ fromPosition: backFrom(position), direction: BACKWARDS, maxCount: limit + 1 }),
    );
    const page = all.filter((event) => position === undefined || positionOf(event) < position).slice(0, limit);
    return { page, more: all.length > limit };
  }

  /** Of an empty stream: does its metadata say that it was there? */
  async isCut(stream: string): Promise<boolean> {
    const [last] = await this.stream(`$$${stream}`, { limit: 1, direction: 'backwards' });
    return isCutting(last?.event?.data);
  }

  /** Of the last event of all, from the leader. */
  async head(): Promise<Position> {
    const [last] = await this.asked('$all', (client) =>
      client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1, requiresLeader: true }),
    );
    return last === undefined ? BEFORE_FIRST : positionOf(last);
  }

  private async asked(
    stream: string,
    ask: (client: EventStoreDBClient) => StreamingRead<ResolvedEvent>,
  ): Promise<EventPage> {
    try {
      return await this.connection.call((client) => collect(ask(client)));
    } catch (error) {
      if (verdictOn(error).kind === 'not-found') {
        return [];
      }
      throw explained(error, stream);
    }
  }
}
